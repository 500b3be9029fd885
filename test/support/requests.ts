import type { Sandbox } from "../../sandbox/sandbox.ts";

/** Counts what a sandbox is asked from now on. */
export function requestsTo(sandbox: Sandbox) {
  const before = sandbox.requests.length;
  const count = (isMeant: (path: string) => boolean) =>
    sandbox.requests.slice(before).filter(({ path }) => isMeant(path)).length;
  return {
    /** Token requests: each is a refresh while nobody signs in. */
    refreshes: () => count((path) => path === "/-/oauth_token"),
    introspections: () => count((path) => path === "/-/token_info"),
    revocations: () => count((path) => path === "/-/oauth_revoke"),
    /** Calls to the REST API, or those to one address of it. */
    restCalls: (path = "") =>
      count((asked) => asked.startsWith(`/api/1.0/${path}`) && !asked.includes("/openid_connect/")),
  };
}
