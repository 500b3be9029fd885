import { Errors } from "./contract-shapes.ts";
import type { ContractRequest, ContractSettings, Expectation, Known } from "./expectation.ts";

/** What an expectation about a read says beside it. */
export type Rest = Pick<Expectation, "body" | "learn"> & { readonly source?: string };

/** A read with the personal access token that is to succeed. */
export function read(name: string, operation: string, path: string, rest: Rest): Expectation {
  return {
    name,
    source: `Asana's API reference, ${operation}`,
    operation,
    request: (known, settings) => get(path, known, settings),
    statuses: [200],
    ...rest,
  };
}

/** A read that Asana is to refuse. */
export function refused(
  name: string,
  status: number,
  operation: string,
  path: string,
  source = "Asana's page Errors",
): Expectation {
  return { ...read(name, operation, path, { body: () => Errors, source }), statuses: [status] };
}

/**
 * A read of the API.
 *
 * @returns undefined when an address needs what is not known: there is no task to read, say
 */
export function get(
  path: string,
  known: Known,
  { apiBaseUrl, personalAccessToken }: ContractSettings,
  token = personalAccessToken,
): ContractRequest | undefined {
  const filled = withKnown(path, known);
  if (filled === undefined || token === undefined) return undefined;
  return { method: "GET", url: `${apiBaseUrl}${filled}`, token };
}

/** Fills in `{name}`; `&after={name}` only asks for it to be known. */
export function withKnown(path: string, known: Known): string | undefined {
  const names = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name ?? "");
  if (!names.every((name) => known.has(name))) return undefined;
  return path
    .replace(/&after=\{[^}]+\}/, "")
    .replace(/\{([^}]+)\}/g, (_all, name: string) => encodeURIComponent(known.get(name) ?? ""));
}
