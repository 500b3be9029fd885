import * as v from "valibot";
import { SignInError } from "../../auth/sign-in-error.ts";
import { describeError } from "../../error-description.ts";
import { sessionCookie } from "../../sessions/cookies.ts";
import { attachment } from "../../sessions/session-attachments.ts";
import type { Dependencies } from "../../web/dependencies.ts";
import { signInPath } from "../../web/sign-in/sign-in-address.ts";
import type { SignInEnding, SignInWatch, WatchedSignIn } from "../../web/sign-in/sign-in-watch.ts";
import { recordAuthorizationResponse } from "./record/browser-messages.ts";
import { recordSignIn } from "./record/record-sign-in.ts";
import type { SignInRecord } from "./record/sign-in-record.ts";
import { createSignInRecorder, type SignInRecorder } from "./record/sign-in-recorder.ts";

/** Where the record of the last sign-in is shown. */
export const whatHappenedPath = "/what-happened";

/** The record of a session's last sign-in. */
export const signInRecord = attachment<SignInRecord>("sign-in-record");

type Recording = Pick<Dependencies, "config" | "sessions" | "now">;

/** Records each sign-in from the link to the session. */
export function recordSignIns(dependencies: Recording): SignInWatch {
  const { config, now } = dependencies;
  return {
    begin() {
      const recorder = createSignInRecorder({ now });
      recorder.message("sign-in-link", { method: "GET", url: config.baseUrl + signInPath });
      return recorded(recorder, dependencies);
    },
    goOn({ observed, state }, currentUrl) {
      if (!isRecord(observed)) return undefined;
      const recorder = createSignInRecorder({ now, begun: observed });
      recordAuthorizationResponse(recorder, { currentUrl, state });
      return recorded(recorder, dependencies);
    },
  };
}

function recorded(recorder: SignInRecorder, { config, sessions, now }: Recording): WatchedSignIn {
  const { baseUrl, isHttps } = config;

  async function keep({ request, log }: SignInEnding): Promise<void> {
    try {
      await sessions.attachments.put(request.sessionID, signInRecord, recorder.record());
    } catch (error) {
      log.warn(describeError(error), "sign-in-record.failed"); // the sign-in is valid without it
    }
  }

  return {
    observer: recordSignIn(recorder, now),
    observed: () => recorder.record(),
    async signedIn(ending) {
      recorder.note("session-started", [{ name: "Set-Cookie", value: cookieLine(isHttps) }]);
      recorder.message("signed-in", { status: 303, url: baseUrl + pathOf(ending.location) });
      await keep(ending);
    },
    async notSignedIn(ending, why) {
      if (!ending.request.session.signedIn) return; // no session to keep the record with
      recorder.message("not-signed-in", { status: 303, url: baseUrl + pathOf(ending.location) });
      recorder.fail(kindOf(why));
      await keep(ending);
    },
  };
}

/** The attempt brings it back sealed, so it holds what this app put there. */
function isRecord(observed: unknown): observed is SignInRecord {
  return v.is(v.object({ startedAt: v.number(), steps: v.array(v.unknown()) }), observed);
}

function kindOf(why: unknown): string {
  if (why instanceof SignInError) return why.kind;
  return why === "declined" ? why : "unexpected";
}

/** The header as it is sent, without value and expiry. */
function cookieLine(isHttps: boolean): string {
  const { name, attributes } = sessionCookie(isHttps);
  const { path, httpOnly, sameSite, secure } = attributes;
  return [
    `${name}=…`,
    `Path=${path}`,
    ...(httpOnly ? ["HttpOnly"] : []),
    `SameSite=${onTheWire[sameSite]}`,
    ...(secure ? ["Secure"] : []),
  ].join("; ");
}

const onTheWire = { lax: "Lax" } as const;

/** Leaves out the query, which may hold the person's own text. */
function pathOf(location: string): string {
  return location.split("?")[0] ?? "";
}
