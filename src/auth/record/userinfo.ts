import type * as client from "openid-client";
import * as v from "valibot";
import type { DiscoveredProvider } from "../provider.ts";
import type { SignInRecorder } from "./sign-in-recorder.ts";
import { claimsShown } from "./values.ts";
import { quietly, watchedFetch } from "./watched-fetch.ts";

/**
 * Watches a UserInfo request that openid-client makes, and tells how its check of the answer ended.
 *
 * @returns the configuration to make the request with, and what to call when it has ended
 */
export function recordUserInfo(
  recorder: SignInRecorder,
  { provider, subject }: { readonly provider: DiscoveredProvider; readonly subject: string },
): { configuration: client.Configuration; ended: (error?: unknown) => void } {
  let status: number | undefined;
  let body: Record<string, unknown> = {};
  let addToResponse: ReturnType<SignInRecorder["message"]> = () => undefined;

  const configuration = provider.configurationWith((fetch) =>
    watchedFetch(
      {
        sent: (request) => void recorder.message("userinfo-request", request),
        answered(answer) {
          status = answer.status;
          addToResponse = recorder.message("userinfo-response", answer);
        },
        read(text) {
          body = v.parse(v.record(v.string(), v.unknown()), JSON.parse(text));
          // An error's text is a stranger's; an answer is about the person and theirs to see.
          if (status === 200) addToResponse({ parameters: claimsShown(body) });
        },
      },
      fetch,
    ),
  );

  function ended(error?: unknown): void {
    if (status !== 200) return;
    const outcome = error === undefined ? "passed" : "failed";
    recorder.check("userinfo-subject", { outcome, saw: body.sub ?? "no sub", expected: subject });
  }
  return { configuration, ended: (error) => quietly(() => ended(error)) };
}
