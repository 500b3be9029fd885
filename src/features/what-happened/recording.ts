import type { Request } from "express";
import type { SignInAttempt } from "../../auth/authorization-request.ts";
import { recordAuthorizationResponse } from "../../auth/record/browser-messages.ts";
import { createSignInRecorder, type SignInRecorder } from "../../auth/record/sign-in-recorder.ts";
import { SignInError } from "../../auth/sign-in-error.ts";
import { describeError } from "../../error-description.ts";
import type { Log } from "../../log.ts";
import type { Dependencies } from "../../web/dependencies.ts";
import { sessionCookie } from "../../web/middleware/session.ts";
import { signInPath } from "../../web/sign-in/sign-in-address.ts";

/** Where the record of the last sign-in is shown. */
export const whatHappenedPath = "/what-happened";

/**
 * Recording of sign-ins, from the link to the session. Gives no recorder when it is turned off; then
 * nothing is recorded and nothing is kept.
 */
export interface SignInRecording {
  begin(): SignInRecorder | undefined;
  /** Goes on with what came back with the attempt. */
  goOn(attempt: SignInAttempt, currentUrl: URL): SignInRecorder | undefined;
  /** Keeps the record with the session that has just been started. */
  keep(recorder: SignInRecorder | undefined, ending: Ending): void;
  /** Keeps that of a sign-in that failed, if there is a session to keep it with. */
  keepFailed(recorder: SignInRecorder | undefined, ending: Ending & { why: unknown }): void;
}

interface Ending {
  readonly request: Request;
  readonly log: Log;
  /** Path that the browser is sent to. */
  readonly location: string;
}

export function signInRecording({
  config,
  sessions,
  now,
}: Pick<Dependencies, "config" | "sessions" | "now">): SignInRecording {
  const { baseUrl, isHttps } = config;
  const recordsSignIns = true;

  function put(recorder: SignInRecorder, { request, log }: Ending): void {
    try {
      sessions.signInRecords.put(request.sessionID, recorder.record());
    } catch (error) {
      log.warn(describeError(error), "sign-in-record.failed"); // the sign-in counts without it
    }
  }

  return {
    begin() {
      if (!recordsSignIns) return undefined;
      const recorder = createSignInRecorder({ now });
      recorder.message("sign-in-link", { method: "GET", url: baseUrl + signInPath });
      return recorder;
    },

    goOn({ record, state }, currentUrl) {
      if (!recordsSignIns || !record) return undefined;
      const recorder = createSignInRecorder({ now, begun: record });
      recordAuthorizationResponse(recorder, { currentUrl, state });
      return recorder;
    },

    keep(recorder, ending) {
      if (!recorder) return;
      recorder.note("session-started", [{ name: "Set-Cookie", value: cookieLine(isHttps) }]);
      recorder.message("signed-in", { status: 303, url: baseUrl + pathOf(ending.location) });
      put(recorder, ending);
    },

    keepFailed(recorder, ending) {
      if (!recorder || !ending.request.session.signedIn) return;
      recorder.message("not-signed-in", { status: 303, url: baseUrl + pathOf(ending.location) });
      recorder.fail(kindOf(ending.why));
      put(recorder, ending);
    },
  };
}

function kindOf(why: unknown): string {
  if (why instanceof SignInError) return why.kind;
  return typeof why === "string" ? why : "unexpected";
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

/** Without the query, which may be the person's own. */
function pathOf(location: string): string {
  return location.split("?")[0] ?? "";
}
