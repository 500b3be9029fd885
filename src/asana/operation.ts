import * as v from "valibot";

/** One operation of Asana's REST API. */
export interface Operation<Data> {
  readonly method: Method;
  /** Below the API's base address; its parts are gids or `me`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** `opt_fields`, always sent, so that answers hold nothing else. */
  readonly fields?: readonly string[];
  /** The request body's `data`. */
  readonly body?: Readonly<Record<string, unknown>>;
  /** The scope that it needs, as Asana's API description says. */
  readonly scope: string;
  /** The shape of the answer's `data`. */
  readonly schema: v.GenericSchema<unknown, Data>;
}

/** The address of an operation. Commas and colons stay unescaped, because people read the address. */
export function addressOf({ path, query, fields }: Operation<unknown>, baseUrl: string): string {
  const parameters = new URLSearchParams(query);
  if (fields) parameters.set("opt_fields", fields.join(","));
  const text = parameters.toString().replaceAll("%2C", ",").replaceAll("%3A", ":");
  return `${baseUrl}${path}${text && `?${text}`}`;
}

/** A request to the API and its answer, as pages show it. It holds no token. */
export interface AsanaCall {
  readonly method: Method;
  readonly url: string;
  /** The body that was sent; undefined when there was none. */
  readonly requestBody: unknown;
  /** The scope that the operation needs. */
  readonly scope: string;
  /** Undefined when there was no answer. */
  readonly status: number | undefined;
  readonly durationMs: number;
  /** The parsed JSON, when the answer was JSON. */
  readonly body: unknown;
  /** Asana's `Asana-Change` header: a change of the API that will affect this app. */
  readonly announcedChange: string | undefined;
}

export type Method = "GET" | "POST" | "PUT" | "DELETE";

/** A text that pages only show: empty where Asana leaves it out or sends null. */
export const Text = v.nullish(v.string(), "");

/**
 * The scopes that an operation needs and the token lacks, space-separated like the parameters.
 * `default` covers all scopes; no scope implies another.
 *
 * @see Asana's page "OAuth", "OAuth scopes"
 */
export function missingScope(granted: string, needed: string): string {
  const scopes = granted.split(" ");
  if (scopes.includes("default")) return "";
  return needed
    .split(" ")
    .filter((scope) => !scopes.includes(scope))
    .join(" ");
}
