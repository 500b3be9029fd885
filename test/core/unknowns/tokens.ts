import type { Switches } from "../../../sandbox/switches.ts";
import { minute } from "../../support/clock.ts";
import { probePath } from "../../support/probe.ts";
import { aSandbox } from "../../support/sandbox-client.ts";
import type { Happening, Unknown } from "../../support/unknowns.ts";
import {
  accountPage,
  asEver,
  askedScope,
  disconnected,
  failure,
  forgotten,
  kept,
  nobody,
  permissionAsked,
  reconnect,
  renewed,
  scopeMissing,
  signedIn,
  startPage,
  turned,
  withScopes,
  workspaces,
} from "./endings.ts";

const identity = "openid email profile";
const withoutWorkspaces = "openid email profile tasks:read";
const withoutEmail = "openid profile workspaces:read tasks:read";
const withoutOpenid = "workspaces:read tasks:read";

const refreshedBefore: Happening = {
  before: "refresh",
  words: "after an earlier refresh",
  async perform({ app, browser, clock }) {
    await browser.look(`${app.origin}${probePath}`);
    clock.move(61 * minute);
  },
};

const disconnect: Happening = {
  before: "probe",
  words: "disconnected",
  async perform({ app, browser }) {
    const profile = await browser.open(`${app.origin}/profile`);
    const answer = await browser.press(profile, "Disconnect");
    return app.origin + answer.headers.location;
  },
};

/** A sandbox without memory takes the place of the one that gave the tokens. */
function asanaForgetsAll(switches: Partial<Switches>, before: "profile" | "probe"): Happening {
  return {
    before,
    words: `before the ${before}: Asana forgets all`,
    async perform(walk) {
      const { sandbox, sandboxes, clock } = walk;
      await sandbox.close();
      const port = Number(new URL(sandbox.origin).port);
      walk.sandbox = await aSandbox({ port, now: clock.now, switches });
      sandboxes.push(walk.sandbox);
    },
  };
}

/** What is unknown about tokens: the token response, refreshing, scopes, introspection, revocation. */
export const tokenUnknowns: readonly Unknown[] = [
  { unknown: "refresh rotation", switches: { refresh: "keep" }, ...asEver },
  { unknown: "refresh rotation", switches: { refresh: "return-same" }, ...asEver },
  {
    unknown: "refresh rotation",
    switches: { refresh: "rotate" },
    ...asEver,
    refresh: renewed({ refreshToken: "another" }),
  },
  ...(["keep", "return-same", "rotate"] as const).map((refresh) => ({
    unknown: "refresh rotation",
    switches: { refresh },
    happening: refreshedBefore,
    ...asEver,
    refresh: renewed({
      refreshes: 2,
      refreshToken: refresh === "rotate" ? "another" : "the first",
    }),
  })),
  { unknown: "refresh token at all", switches: { refreshToken: "present" }, ...asEver },
  {
    unknown: "refresh token at all",
    switches: { refreshToken: "absent" },
    signIn: signedIn(kept({ refreshToken: "none" })),
    probe: workspaces(kept({ refreshToken: "none" })),
    refresh: reconnect(),
  },
  { unknown: "refresh-token expiry", switches: { refreshTtlSeconds: "never" }, ...asEver },
  {
    unknown: "refresh-token expiry",
    switches: { refreshTtlSeconds: 1800 },
    ...asEver,
    refresh: reconnect(),
  },
  {
    unknown: "refresh-token expiry",
    switches: {},
    happening: turned({ revokeTokens: "now" }, "probe"),
    signIn: signedIn(),
    probe: reconnect(),
    refresh: reconnect(),
  },
  {
    unknown: "refresh-token expiry",
    switches: {},
    happening: turned({ revokeTokens: "now" }, "refresh"),
    ...asEver,
    refresh: reconnect(),
  },
  { unknown: "`expires_in` missing", switches: { expiresIn: 3600 }, ...asEver },
  {
    unknown: "`expires_in` missing",
    switches: { expiresIn: 600 },
    signIn: signedIn(kept({ minutes: 10 })),
    probe: workspaces(kept({ minutes: 10 })),
    refresh: renewed({ minutes: 10 }),
  },
  { unknown: "`expires_in` missing", switches: { expiresIn: "absent" }, ...asEver },
  {
    unknown: "`expires_in` missing",
    switches: { expiresIn: "absent" },
    happening: turned({ expireTokens: "now" }, "probe"),
    signIn: signedIn(),
    probe: workspaces(kept({ refreshes: 1 })),
    refresh: renewed({ refreshes: 2 }),
  },
  { unknown: "`expires_in` missing", switches: { expiresIn: "string" }, ...asEver },
  { unknown: "`token_type` case", switches: { tokenType: "bearer" }, ...asEver },
  { unknown: "`token_type` case", switches: { tokenType: "Bearer" }, ...asEver },
  { unknown: "`scope` in the token response", switches: { tokenScope: "absent" }, ...asEver },
  { unknown: "`scope` in the token response", switches: { tokenScope: "present" }, ...asEver },
  {
    unknown: "`scope` in the token response",
    switches: { tokenScope: "absent", grant: withoutWorkspaces },
    signIn: signedIn(),
    profile: accountPage("tasks:read", kept({ scope: withoutWorkspaces })), // by introspection
    probe: permissionAsked(kept({ scope: withoutWorkspaces })),
    refresh: permissionAsked(kept({ scope: withoutWorkspaces })),
  },
  {
    unknown: "`scope` in the token response",
    switches: { tokenScope: "present", grant: withoutWorkspaces },
    signIn: signedIn(kept({ scope: withoutWorkspaces })),
    probe: permissionAsked(kept({ scope: withoutWorkspaces })),
    refresh: permissionAsked(kept({ scope: withoutWorkspaces })),
  },
  { unknown: "partial grant", switches: { grant: "all" }, ...asEver },
  { unknown: "partial grant", switches: { grant: askedScope }, ...asEver },
  {
    unknown: "partial grant",
    switches: { grant: identity },
    signIn: signedIn(),
    profile: accountPage("it was not given workspaces:read", kept({ scope: identity })),
    probe: permissionAsked(kept({ scope: identity })),
    refresh: permissionAsked(kept({ scope: identity })),
  },
  { unknown: "partial grant", switches: { grant: withoutEmail }, ...asEver },
  {
    unknown: "partial grant",
    switches: { grant: withoutOpenid },
    ...nobody(
      failure("id-token-missing", { status: 502, heading: "Asana did not say who you are" }),
    ),
  },
  ...([403, 401] as const).flatMap((scopeStatus) =>
    [identity, withoutWorkspaces].map((grant) => {
      const refreshes = scopeStatus === 401 ? 1 : 0; // a token that is refused is renewed, once
      return {
        unknown: "missing scope at REST",
        switches: { scopeStatus, grant },
        signIn: signedIn(),
        probe: scopeMissing(kept({ scope: grant, refreshes })),
        refresh: permissionAsked(kept({ scope: grant, refreshes })),
      };
    }),
  ),
  { unknown: "`data` in the token response", switches: { tokenData: "present" }, ...asEver },
  { unknown: "`data` in the token response", switches: { tokenData: "absent" }, ...asEver },
  ...(["inactive", 400] as const).flatMap((introspectUnknown) => [
    {
      unknown: "introspection of unknown token",
      switches: { introspectUnknown },
      happening: asanaForgetsAll({ introspectUnknown }, "profile"),
      settings: withScopes(identity),
      signIn: signedIn(kept({ scope: identity })),
      profile: accountPage(
        "Asana says that this app's access has ended",
        forgotten({ scope: identity }),
      ),
      probe: permissionAsked(forgotten({ scope: identity })),
      refresh: permissionAsked(forgotten({ scope: identity })),
    },
    {
      unknown: "introspection of unknown token",
      switches: { introspectUnknown },
      happening: asanaForgetsAll({ introspectUnknown }, "profile"),
      signIn: signedIn(),
      profile: accountPage("it has run out, or was withdrawn", forgotten()),
      probe: reconnect(),
      refresh: reconnect(),
    },
    {
      unknown: "introspection of unknown token",
      switches: { introspectUnknown },
      happening: asanaForgetsAll({ introspectUnknown }, "probe"),
      signIn: signedIn(),
      probe: reconnect(),
      refresh: reconnect(),
    },
  ]),
  ...([undefined, "html", "cut-off", "huge"] as const).map((kind) => ({
    unknown: "revoke body",
    switches: kind ? { fail: { endpoint: "revoke", kind, times: 1 } as const } : {},
    happening: disconnect,
    signIn: signedIn(),
    probe: disconnected,
    refresh: startPage,
  })),
];
