import type { State } from "./state.ts";
import type { Switches } from "./switches.ts";

/** Does once what the switches ask for once; they go back to `no`. */
export function doOnDemand(switches: Switches, state: State, now: number): void {
  if (switches.rotateKeys === "now") {
    state.signingKeys.clear();
  }
  if (switches.expireTokens === "now") {
    expireAccessTokens(state, now);
  }
  if (switches.revokeTokens === "now") {
    state.grants.clear();
    state.consents.clear();
  }
  Object.assign(switches, { rotateKeys: "no", expireTokens: "no", revokeTokens: "no" });
  state.save();
}

function expireAccessTokens({ tokens }: State, now: number): void {
  for (const [value, token] of tokens) {
    if (token.kind === "access" && (token.expiresAt === null || token.expiresAt > now)) {
      tokens.set(value, { ...token, expiresAt: now });
    }
  }
}
