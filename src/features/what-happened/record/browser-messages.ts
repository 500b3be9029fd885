import { parametersOf } from "./shown-values.ts";
import type { SignInRecorder } from "./sign-in-recorder.ts";

/** Records the authorization request: what the app made up, and how the browser carries it. */
export function recordAuthorizationRequest(
  recorder: SignInRecorder,
  { url, codeVerifier }: { readonly url: URL; readonly codeVerifier: string },
): void {
  const sent = [...url.searchParams];
  const made = sent.filter(([name]) => name === "state" || name === "code_challenge");
  const address = withoutQuery(url);
  recorder.note("values-made", parametersOf([["code_verifier", codeVerifier], ...made]));
  recorder.message("redirect-to-provider", { status: 302, url: address });
  recorder.message("authorization-request", {
    method: "GET",
    url: address,
    parameters: parametersOf(sent),
    isOutOfSight: true,
  });
}

/**
 * Records that the person was at the provider and came back with an authorization response, whose
 * state led to an attempt of this browser.
 */
export function recordAuthorizationResponse(
  recorder: SignInRecorder,
  { currentUrl, state }: { readonly currentUrl: URL; readonly state: string },
): void {
  const url = withoutQuery(currentUrl);
  recorder.note("at-provider");
  recorder.message("redirect-to-app", { url, isOutOfSight: true });
  recorder.message("authorization-response", {
    method: "GET",
    url,
    parameters: parametersOf(currentUrl.searchParams),
  });
  const [{ value } = {}] = parametersOf([["state", state]]);
  recorder.check("state", { outcome: "passed", saw: `${value}…` });
}

function withoutQuery({ origin, pathname }: URL): string {
  return origin + pathname;
}
