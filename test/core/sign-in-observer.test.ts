import { describe, expect, test } from "@jest/globals";
import { createAuthorizationRequest } from "../../src/auth/authorization-request.ts";
import { exchangeCode } from "../../src/auth/code-exchange.ts";
import { createProvider } from "../../src/auth/provider.ts";
import type { SignInEvent, SignInObserver } from "../../src/auth/sign-in-observer.ts";
import { fetchUserInfo } from "../../src/auth/userinfo.ts";
import { loadConfig } from "../../src/config.ts";
import { createLog } from "../../src/log.ts";
import { aBrowser } from "../support/browser.ts";
import { aSandbox } from "../support/sandbox-client.ts";
import { answerSandbox } from "../support/sign-in.ts";

const log = createLog({ isProduction: true, logLevel: "silent" });

describe("an observer of a sign-in", () => {
  test("sees each request, answer and check, in order", async () => {
    const { seen } = await watchedSignIn();

    expect(seen.map(named)).toEqual([
      "authorization-request",
      ...["checked parameters-once", "checked response-issuer", "checked code-or-error"],
      ...["sent token", "answered token", "code-exchanged"],
      ...["checked id-token-present", "checked audience-alone", "checked authorized-party"],
      ...["checked subject", "checked issued-at", "signature-verified"],
      ...["sent userinfo", "answered userinfo", "userinfo-checked"],
    ]);
  });

  test("that throws at everything it sees ends no sign-in", async () => {
    const { exchange, userInfo, seen } = await watchedSignIn({
      observer: () => {
        throw new Error("the observer failed");
      },
    });

    expect(exchange).toMatchObject({ outcome: "signed-in" });
    expect(userInfo?.name).toBe("Ana Everyday");
    expect(seen.length).toBeGreaterThan(10);
  });

  test("changes no request: those of a watched sign-in are those of an unwatched one", async () => {
    const [watched, unwatched] = [await watchedSignIn(), await watchedSignIn({ isWatched: false })];

    expect(watched.requests).toEqual(unwatched.requests);
    expect(unwatched.seen).toEqual([]);
  });

  test("sees the reading of the keys that its sign-in waited for, others' readings included", async () => {
    const { provider, sandbox } = await aProvider();
    const { signingKeys } = await provider.discovered();
    await signingKeys.reload();
    const before = sandbox.requests.length;
    const seen: SignInEvent[][] = [[], []];

    await Promise.all(seen.map((events) => signingKeys.reload((event) => void events.push(event))));

    expect(sandbox.requests.slice(before).map(({ path }) => path)).toEqual([
      "/api/1.0/openid_connect/jwks",
    ]);
    for (const events of seen) {
      expect(events.map(named)).toEqual(["sent signing-keys", "answered signing-keys"]);
    }
  });
});

/** Signs in at a sandbox with the protocol's own functions, from the request to UserInfo. */
async function watchedSignIn({
  observer,
  isWatched = true,
}: {
  observer?: SignInObserver;
  isWatched?: boolean;
} = {}) {
  const { provider, sandbox } = await aProvider();
  const seen: SignInEvent[] = [];
  const watching = isWatched
    ? (event: SignInEvent) => {
        seen.push(event);
        observer?.(event);
      }
    : undefined;
  const redirectUri = "http://localhost:3000/auth/callback";
  const { signingKeys } = await provider.discovered();
  await signingKeys.reload();

  const { attempt, url } = await createAuthorizationRequest({
    provider,
    redirectUri,
    scope: "openid email profile",
    returnTo: "/",
    isForMore: false,
    observer: watching,
  });
  const answer = await answerSandbox(aBrowser(), { sandbox, url });
  const exchange = await exchangeCode({
    provider,
    currentUrl: new URL(answer),
    attempt,
    now: Date.now,
    observer: watching,
  });
  if (exchange.outcome !== "signed-in") throw new Error(exchange.code);
  const userInfo = await fetchUserInfo({
    provider,
    accessToken: exchange.tokens.accessToken,
    subject: exchange.idTokenClaims.sub,
    log,
    observer: watching,
  });
  const requests = sandbox.requests.map(({ method, path }) => `${method} ${path}`);
  return { exchange, userInfo, seen, requests };
}

async function aProvider() {
  const sandbox = await aSandbox();
  const { asana } = loadConfig(sandbox.settings, []);
  return { sandbox, provider: createProvider({ config: asana, log, now: Date.now }) };
}

function named(happened: SignInEvent): string {
  const { event } = happened;
  if (event === "checked") return `${event} ${happened.name}`;
  return "call" in happened ? `${event} ${happened.call}` : event;
}
