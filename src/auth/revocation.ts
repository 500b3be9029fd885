import * as client from "openid-client";
import { describeError } from "../error-description.ts";
import type { Log } from "../log.ts";
import type { Provider } from "./provider.ts";

/**
 * Revokes a refresh token, and with it every access token born of it. Asana answers 200 also for a
 * token it does not know.
 *
 * @returns whether Asana confirmed it
 * @see RFC 7009, 2; Asana's page "OAuth", "Token deauthorization"
 */
export async function revokeRefreshToken(options: {
  readonly provider: Provider;
  readonly refreshToken: string;
  readonly log: Log;
}): Promise<boolean> {
  try {
    const discovered = await options.provider.discovered();
    await client.tokenRevocation(discovered.configuration(), options.refreshToken);
    return true;
  } catch (error) {
    options.log.warn(describeError(error), "token.revocation-failed");
    return false;
  }
}
