import type { JSONWebKeySet } from "jose";

/**
 * Watches one sign-in: gets what happens in it, in order. Secrets are among it, so an observer
 * chooses what it keeps. The app ignores its errors.
 */
export type SignInObserver = (happened: SignInEvent) => void;

/** What happens in a sign-in, by the specifications' names. */
export type SignInEvent =
  | { readonly event: "authorization-request"; readonly url: URL; readonly codeVerifier: string }
  | WireEvent
  | CheckEvent
  /** openid-client has exchanged the code and checked the answer against `expected`, or refused it. */
  | {
      readonly event: "code-exchanged";
      readonly expected: {
        readonly issuer: string;
        readonly clientId: string;
        /** What the provider lists. */
        readonly algorithms: readonly string[] | undefined;
      };
      readonly error?: unknown;
    }
  /** No key known so far explains the signature; the keys are read again. */
  | { readonly event: "new-key-needed" }
  /** jose has verified the ID token's signature, or refused it with `error`. */
  | {
      readonly event: "signature-verified";
      readonly idToken: string;
      readonly algorithms: readonly string[];
      readonly keys: JSONWebKeySet | undefined;
      readonly error?: unknown;
    }
  /** openid-client has compared UserInfo with the ID token's subject, or failed with `error`. */
  | { readonly event: "userinfo-checked"; readonly subject: string; readonly error?: unknown }
  /** The sign-in goes on without UserInfo. */
  | { readonly event: "userinfo-missing" };

/** The requests that a sign-in makes at the provider. */
export type ProviderCall = "token" | "signing-keys" | "userinfo";

/** What openid-client hands to `fetch`; the body is a form, or there is none. */
export interface FetchOptions {
  readonly method: string;
  readonly headers: Headers | Record<string, string>;
  readonly redirect: "manual";
  readonly body?: unknown;
}

/** A request to the provider, and how it was answered. */
export type WireEvent = { readonly call: ProviderCall } & (
  | { readonly event: "sent"; readonly url: string; readonly options: FetchOptions }
  | {
      readonly event: "answered";
      readonly status: number;
      /** Undefined when it broke off. */
      readonly body: string | undefined;
      readonly durationMs: number;
    }
  | { readonly event: "unanswered"; readonly error: unknown; readonly durationMs: number }
);

/** One check that the app makes itself. */
export interface CheckEvent {
  readonly event: "checked";
  /** In this order. */
  readonly name:
    | "parameters-once"
    | "response-issuer"
    | "code-or-error"
    | "id-token-present"
    | "audience-alone"
    | "authorized-party"
    | "subject"
    | "issued-at";
  /** Undefined when there was nothing to look at. */
  readonly saw: unknown;
  /** What it was compared with, if that is one thing. */
  readonly expected?: unknown;
  readonly passed: boolean;
}

/** The same observer, or one that does nothing; its errors end no sign-in. */
export function harmless(observer: SignInObserver | undefined): SignInObserver {
  return (happened) => {
    try {
      observer?.(happened);
    } catch {
      // The sign-in goes on as if nobody watched it.
    }
  };
}
