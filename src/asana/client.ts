import * as v from "valibot";
import { AsanaApiError, kindOfStatus } from "./api-error.ts";
import type { AsanaCall } from "./call.ts";

export interface AsanaClient {
  /**
   * Reads one resource or one page of a list.
   *
   * @param query sent as it is, `opt_fields` included
   * @param schema of what stands in the answer's `data`
   * @throws AsanaApiError
   * @see Asana's pages "Input/output options" and "Errors"
   */
  get<Data>(
    path: string,
    request: { query: Record<string, string>; schema: v.GenericSchema<unknown, Data> },
  ): Promise<{
    data: Data;
    /** Whether a list goes on on another page. */
    hasMore: boolean;
    call: AsanaCall;
  }>;
}

/**
 * A client of Asana's REST API for one bearer token, whichever of the four methods gave it.
 *
 * @param signal ends every call that is still under way
 */
export function createAsanaClient(options: {
  readonly baseUrl: string;
  readonly accessToken: string;
  readonly signal: AbortSignal;
}): AsanaClient {
  const { baseUrl, accessToken, signal } = options;

  return {
    async get(path, { query, schema }) {
      // Commas need no escape in a query, and people read these URLs.
      const url = `${baseUrl}${path}?${new URLSearchParams(query)}`.replaceAll("%2C", ",");
      const startedAt = performance.now();
      const call = (status?: number, body?: unknown): AsanaCall => ({
        method: "GET",
        url,
        status,
        durationMs: performance.now() - startedAt,
        body,
      });

      const response = await fetch(url, {
        headers: { authorization: `Bearer ${accessToken}`, accept: "application/json" },
        redirect: "error",
        signal,
      }).catch((cause) => {
        throw new AsanaApiError(isTimeout(cause) ? "slow" : "unreachable", { call: call(), cause });
      });
      const body = await response.json().catch((cause) => {
        const kind = isTimeout(cause) ? "slow" : unreadableKind(response.status);
        throw new AsanaApiError(kind, { call: call(response.status), cause });
      });

      const made = call(response.status, body);
      if (!response.ok) throw new AsanaApiError(kindOfStatus(response.status), { call: made });
      const Envelope = v.object({ data: schema, next_page: v.nullish(v.unknown()) });
      const envelope = v.safeParse(Envelope, body);
      if (!envelope.success) throw new AsanaApiError("unreadable", { call: made });
      const { data, next_page: nextPage } = envelope.output;
      return { data, hasMore: nextPage != null, call: made };
    },
  };
}

function unreadableKind(status: number) {
  return status < 400 ? "unreadable" : kindOfStatus(status);
}

function isTimeout(error: { readonly name?: unknown }): boolean {
  return error.name === "TimeoutError" || error.name === "AbortError";
}
