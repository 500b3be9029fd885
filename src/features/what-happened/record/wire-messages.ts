import type { ProviderCall, WireEvent } from "../../../auth/sign-in-observer.ts";
import { parametersOf } from "./shown-values.ts";
import type { Message, Parameter } from "./sign-in-record.ts";
import type { SignInRecorder } from "./sign-in-recorder.ts";

/** An answer of the provider, as an observer sees it. */
export type Answer = Extract<WireEvent, { event: "answered" }>;

const names = {
  token: ["token-request", "token-response"],
  "signing-keys": ["keys-request", "keys-response"],
  userinfo: ["userinfo-request", "userinfo-response"],
} as const satisfies Record<ProviderCall, unknown>;

/** Records a request to the provider, its secrets blanked. */
export function recordRequest(
  recorder: SignInRecorder,
  { call, url, options }: Extract<WireEvent, { event: "sent" }>,
): void {
  const { method, headers, body } = options;
  const { origin, pathname } = new URL(url);
  const authorization = new Headers(headers).get("authorization");
  const sent = [
    ...(authorization ? [["Authorization", authorization] as const] : []),
    ...(body instanceof URLSearchParams ? body : []),
  ];
  recorder.message(names[call][0], {
    method,
    url: origin + pathname,
    parameters: parametersOf(sent),
  });
}

/** Records an answer of the provider, with as much of it as may be shown. */
export function recordAnswer(
  recorder: SignInRecorder,
  { call, status, durationMs }: Answer,
  parameters?: readonly Parameter[],
): void {
  const details: Partial<Message> = { status, durationMs: rounded(durationMs) };
  recorder.message(names[call][1], { ...details, ...(parameters && { parameters }) });
}

/** Records that no answer came, and why. */
export function recordNoAnswer(
  recorder: SignInRecorder,
  { call, error, durationMs }: Extract<WireEvent, { event: "unanswered" }>,
): void {
  const isTimeout = error instanceof DOMException && error.name === "TimeoutError";
  const failure = isTimeout ? "timeout" : "no-connection";
  recorder.message(names[call][1], { failure, durationMs: rounded(durationMs) });
}

/** To a tenth of a millisecond. */
function rounded(durationMs: number): number {
  return Math.round(durationMs * 10) / 10;
}
