import * as v from "valibot";
import { describeError } from "../error-description.ts";
import type { Log } from "../log.ts";
import type { Provider } from "./provider.ts";

/** What the provider says of a token. */
export type Introspection =
  | {
      readonly outcome: "active";
      readonly scope: string | undefined;
      /** Epoch milliseconds; undefined when the provider gave no usable time. */
      readonly expiresAt: number | undefined;
    }
  | { readonly outcome: "inactive" | "unknown" };

const latestDateSeconds = 8.64e12; // a `Date` holds none that is later (ECMA-262, 21.4.1.1)
const Seconds = v.pipe(v.number(), v.minValue(0), v.maxValue(latestDateSeconds));

const Answer = v.object({
  active: v.boolean(),
  scope: v.nullish(v.string()),
  exp: v.fallback(v.optional(Seconds), undefined),
});

/**
 * Asks which scopes a token has. Asana documents no client authentication for this endpoint, so
 * none is sent and openid-client's call is not used.
 *
 * @returns `inactive` for a revoked, expired or unknown token (undocumented whether the last is a
 *   400, 401 or 404), `unknown` when there is no usable answer
 * @see RFC 7662, 2; Asana's page "OAuth", "Token introspection"
 */
export async function introspect(options: {
  readonly provider: Provider;
  readonly token: string;
  readonly log: Log;
}): Promise<Introspection> {
  try {
    const { introspectionEndpoint, fetch } = await options.provider.discovered();
    const response = await fetch(introspectionEndpoint.href, {
      method: "POST",
      headers: {},
      body: new URLSearchParams({ token: options.token }),
      redirect: "manual",
    });
    if ([400, 401, 404].includes(response.status)) return { outcome: "inactive" };
    const { active, scope, exp } = v.parse(Answer, await response.json());
    if (!active) return { outcome: "inactive" };
    const expiresAt = exp === undefined ? undefined : exp * 1000;
    return { outcome: "active", scope: scope || undefined, expiresAt };
  } catch (error) {
    options.log.warn(describeError(error), "token.introspection-failed");
    return { outcome: "unknown" };
  }
}
