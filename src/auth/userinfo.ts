import * as client from "openid-client";
import { describeError } from "../error-description.ts";
import type { Log } from "../log.ts";
import { isJsonMismatch } from "./discovered-provider.ts";
import type { Provider } from "./provider.ts";
import { SignInError } from "./sign-in-error.ts";
import { harmless, type SignInObserver } from "./sign-in-observer.ts";

/** What UserInfo adds about the person who signed in; any of it may be missing. */
export interface UserInfo {
  readonly name: string | undefined;
  readonly email: string | undefined;
  /** URL of a photo; nothing has checked yet whether pages may show it. */
  readonly picture: string | undefined;
}

/**
 * Reads the UserInfo endpoint, which must repeat the ID token's `sub`. The ID token has said who
 * signed in; this only adds name, e-mail and photo, so a failure does not end the sign-in.
 *
 * @returns undefined when there is no usable answer
 * @throws SignInError `subject-mismatch`
 * @see OpenID Connect Core 1.0, 5.3.2
 */
export async function fetchUserInfo(options: {
  readonly provider: Provider;
  readonly accessToken: string;
  readonly subject: string;
  readonly log: Log;
  readonly observer?: SignInObserver | undefined;
}): Promise<UserInfo | undefined> {
  const { accessToken, subject } = options;
  const observer = harmless(options.observer);
  const discovered = await options.provider.discovered();
  const configuration = discovered.configuration({ call: "userinfo", observer });
  try {
    const answer = await client.fetchUserInfo(configuration, accessToken, subject);
    observer({ event: "userinfo-checked", subject });
    return {
      name: textOrNothing(answer.name),
      email: textOrNothing(answer.email),
      picture: textOrNothing(answer.picture),
    };
  } catch (error) {
    observer({ event: "userinfo-checked", subject, error });
    if (isJsonMismatch(error)) throw new SignInError("subject-mismatch", error);
    observer({ event: "userinfo-missing" });
    options.log.warn(describeError(error), "userinfo.failed");
    return undefined;
  }
}

/** A claim's text; undefined where Asana leaves it out, sends null, or sends an empty text. */
export function textOrNothing(value: unknown): string | undefined {
  return (typeof value === "string" && value.trim()) || undefined;
}
