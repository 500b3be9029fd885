import { Errors } from "./contract-shapes.ts";
import {
  type ContractRequest,
  type ContractSettings,
  type Expectation,
  type Known,
  type KnownName,
  pathNames,
} from "./expectation.ts";

/** An expectation about a read of the API. */
export interface Reading extends Pick<Expectation, "name" | "body" | "learn"> {
  /** Method and path, as Asana's API description writes them. */
  readonly operation: string;
  /** The path and query that are asked for; `{name}` stands for what is known by that name. */
  readonly path: string;
  /** What has to be known besides the names in the path. */
  readonly needs?: KnownName;
  /** The API reference's page of the operation, unless said otherwise. */
  readonly source?: string;
}

/** A read with the personal access token that Asana is expected to answer. */
export function read({ path, needs, ...about }: Reading): Expectation {
  return {
    source: `Asana's API reference, ${about.operation}`,
    ...about,
    request: (known, settings) =>
      needs === undefined || known.has(needs)
        ? get(path, known, { ...settings, token: settings.personalAccessToken })
        : undefined,
    statuses: [200],
  };
}

/** A read that Asana is expected to refuse with this status. */
export function refused({ status, ...about }: Reading & { readonly status: number }): Expectation {
  const source = "Asana's page Errors";
  return { ...read({ body: () => Errors, source, ...about }), statuses: [status] };
}

/**
 * A read of the API.
 *
 * @returns undefined when there is no token, or the path needs what is not known, such as a task
 */
export function get(
  path: string,
  known: Known,
  {
    apiBaseUrl,
    token,
  }: Pick<ContractSettings, "apiBaseUrl"> & { readonly token?: string | undefined },
): ContractRequest | undefined {
  const filled = withKnown(path, known);
  if (filled === undefined || token === undefined) return undefined;
  return { method: "GET", url: `${apiBaseUrl}${filled}`, token };
}

/** Fills in what is known for each `{name}`; undefined when one of them is not known. */
export function withKnown(path: string, known: Known): string | undefined {
  let filled = path;
  for (const name of pathNames) {
    if (!path.includes(`{${name}}`)) continue;
    const value = known.get(name);
    if (value === undefined) return undefined;
    filled = filled.replaceAll(`{${name}}`, encodeURIComponent(value));
  }
  return filled;
}
