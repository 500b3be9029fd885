import { fullPermissionsClient } from "../../../sandbox/fixed-values.ts";
import { signInPath } from "../../../src/web/sign-in/sign-in-address.ts";
import { probePath } from "../../support/probe.ts";
import { exchange } from "../../support/sandbox-client.ts";
import { signIn } from "../../support/sign-in.ts";
import type { Happening, Settings, Unknown } from "../../support/unknowns.ts";
import {
  asBen,
  asEver,
  failure,
  kept,
  nobody,
  reconnect,
  renewed,
  saidNo,
  signedIn,
  stoppedAtAsana,
  turned,
  withScopes,
  workspaces,
} from "./endings.ts";

const withWrongSecret: Settings = {
  words: "another secret set",
  of: () => ({ ASANA_CLIENT_SECRET: "no secret of this app" }),
};
const withSlash: Settings = {
  words: "set so too",
  of: ({ issuer }) => ({ ASANA_ISSUER: `${issuer}/` }),
};
const withFullPermissions: Settings = {
  words: "full permissions",
  of: () => ({
    ASANA_SCOPES: "openid email profile default",
    ASANA_CLIENT_ID: fullPermissionsClient.id,
    ASANA_CLIENT_SECRET: fullPermissionsClient.secret,
  }),
};
const unregistered = "openid email profile workspaces:read tasks:read attachments:read";
const identityAndTasks = "openid profile workspaces:read tasks:read";
const full = "openid email profile default";

const scopeRefused = failure("scope-refused", {
  status: 502,
  heading: "Asana does not let this app ask for these permissions",
  says: ["<code>attachments:read</code>"],
});
const clientRefused = failure("client-refused", {
  status: 502,
  heading: "Asana does not accept this app's credentials",
  says: ["ASANA_CLIENT_SECRET"],
});
const clientRefusedLater = (but = {}) =>
  failure(
    "refresh-refused",
    { status: 502, heading: "Asana refuses to renew this app's access" },
    { path: probePath, stored: kept(but) },
  );
const codeRefused = failure("code-refused", {
  status: 400,
  heading: "Asana did not accept this sign-in",
});

const keysChange: Happening = {
  before: "sign-in",
  words: "rotateKeys now, after an earlier sign-in",
  async perform(walk) {
    await signIn(walk.browser, walk);
    walk.sandbox.setSwitches({ rotateKeys: "now" });
  },
};
const secondSignIn: Happening = {
  before: "probe",
  words: "a second sign-in",
  perform: (walk) => signIn(walk.browser, walk),
};
const codeUsedElsewhere: Happening = {
  before: "probe",
  words: "the code is used again by somebody else",
  perform: ({ sandbox, answer = "" }) =>
    exchange(sandbox, new URL(answer).searchParams.get("code") ?? ""),
};
const answerOpenedAgain: Happening = {
  before: "probe",
  words: "the answer is opened again",
  perform: ({ browser, answer = "" }) => browser.get(answer),
};

/** What is unknown about sign-in: metadata, authorization, code exchange, ID token, UserInfo. */
export const signInUnknowns: readonly Unknown[] = [
  { unknown: "nonce in ID token", switches: { nonce: "omit" }, ...asEver },
  { unknown: "nonce in ID token", switches: { nonce: "echo" }, ...asEver },
  { unknown: "ID-token algorithm", switches: { idTokenAlg: "RS256" }, ...asEver },
  { unknown: "ID-token algorithm", switches: { idTokenAlg: "ES256" }, ...asEver },
  { unknown: "ID-token algorithm", switches: { idTokenAlg: "PS256" }, ...asEver },
  { unknown: "PKCE in metadata", switches: { metadataPkce: "absent" }, ...asEver },
  { unknown: "PKCE in metadata", switches: { metadataPkce: "S256" }, ...asEver },
  { unknown: "PKCE required", switches: { pkce: "optional" }, ...asEver },
  { unknown: "PKCE required", switches: { pkce: "required" }, ...asEver },
  { unknown: "issuer with trailing slash", switches: { issuerSlash: "no" }, ...asEver },
  {
    unknown: "issuer with trailing slash",
    switches: { issuerSlash: "yes" },
    ...nobody(
      failure(
        "provider-unavailable",
        { status: 503, heading: "Asana cannot be reached at the moment" },
        { path: signInPath },
      ),
    ),
    log: "ASANA_ISSUER must equal the published issuer exactly",
  },
  {
    unknown: "issuer with trailing slash",
    switches: { issuerSlash: "yes" },
    settings: withSlash,
    ...asEver,
  },
  { unknown: "`kid`", switches: { kid: "present" }, ...asEver },
  { unknown: "`kid`", switches: { kid: "absent" }, ...asEver },
  { unknown: "`kid`", switches: { kid: "present" }, happening: keysChange, ...asEver },
  { unknown: "`kid`", switches: { kid: "absent" }, happening: keysChange, ...asEver },
  { unknown: "ID token in the code flow", switches: { idToken: "present" }, ...asEver },
  {
    unknown: "ID token in the code flow",
    switches: { idToken: "absent" },
    ...nobody(
      failure("id-token-missing", {
        status: 502,
        heading: "Asana did not say who you are",
        says: ["The app asked for an ID token, and Asana's answer holds none"],
      }),
    ),
    log: '"kind":"id-token-missing"',
  },
  ...(["minimal", "profile"] as const).map((idTokenClaims) => ({
    unknown: "name, email, picture in the ID token",
    switches: { idTokenClaims },
    ...asEver,
  })),
  ...(["absent", true, false, "string"] as const).map((emailVerified) => ({
    unknown: "`email_verified`",
    switches: { emailVerified, idTokenClaims: "profile" } as const,
    ...asEver,
  })),
  { unknown: "`sub` type at userinfo", switches: { sub: "match" }, ...asEver },
  {
    unknown: "`sub` type at userinfo",
    switches: { sub: "mismatch" },
    ...nobody(
      failure("subject-mismatch", { status: 502, heading: "Asana named two different people" }),
    ),
  },
  ...(["absent", "null"] as const).map((picture) => ({
    unknown: "`picture`",
    switches: { picture },
    person: 1, // who has no photo
    ...asBen,
  })),
  {
    unknown: "where scope errors appear",
    switches: { scopeError: "page" },
    settings: withScopes(unregistered),
    ...nobody(stoppedAtAsana("forbidden_scopes")),
  },
  {
    unknown: "where scope errors appear",
    switches: { scopeError: "redirect" },
    settings: withScopes(unregistered),
    ...nobody(scopeRefused),
  },
  ...["access_denied", "consent_required", "no_thanks"].map((denyError) => ({
    unknown: "Deny",
    switches: { denyError },
    press: "Deny" as const,
    ...nobody(saidNo),
  })),
  ...(["on", "off", "everywhere"] as const).flatMap((errorText) => [
    {
      unknown: "`error_description`, `error_uri`",
      switches: { errorText, codeTtlSeconds: 0 },
      ...nobody(codeRefused),
    },
    {
      unknown: "`error_description`, `error_uri`",
      switches: { errorText },
      press: "Deny" as const,
      ...nobody(saidNo),
    },
    {
      unknown: "`error_description`, `error_uri`",
      switches: { errorText, scopeError: "redirect" as const },
      settings: withScopes(unregistered),
      ...nobody(scopeRefused),
    },
  ]),
  ...([401, 400] as const).flatMap((invalidClientStatus) => [
    {
      unknown: "wrong client secret",
      switches: { invalidClientStatus },
      settings: withWrongSecret,
      ...nobody(clientRefused),
      log: '"kind":"client-refused"',
    },
    {
      unknown: "client-secret reset",
      switches: { invalidClientStatus },
      happening: turned({ resetSecret: "yes" }, "answer"),
      ...nobody(clientRefused),
      log: '"kind":"client-refused"',
    },
    {
      unknown: "client-secret reset",
      switches: { invalidClientStatus },
      happening: turned({ resetSecret: "yes" }, "refresh"),
      ...asEver,
      refresh: clientRefusedLater(),
      log: '"kind":"refresh-refused"',
    },
  ]),
  { unknown: "client-secret reset", switches: { resetSecret: "no" }, ...asEver },
  {
    unknown: "Basic authentication at the token endpoint",
    switches: { clientAuth: "both" },
    ...asEver,
  },
  {
    unknown: "Basic authentication at the token endpoint",
    switches: { clientAuth: "post" },
    ...asEver,
  },
  { unknown: "code lifetime, reuse", switches: { codeTtlSeconds: 900 }, ...asEver },
  { unknown: "code lifetime, reuse", switches: { codeTtlSeconds: 0 }, ...nobody(codeRefused) },
  ...(["reject", "revoke"] as const).map((codeReuse) => ({
    unknown: "code lifetime, reuse",
    switches: { codeReuse },
    happening: answerOpenedAgain,
    ...asEver,
  })),
  {
    unknown: "code lifetime, reuse",
    switches: { codeReuse: "reject" },
    happening: codeUsedElsewhere,
    ...asEver,
  },
  {
    unknown: "code lifetime, reuse",
    switches: { codeReuse: "revoke" },
    happening: codeUsedElsewhere,
    signIn: signedIn(),
    probe: reconnect(),
    refresh: reconnect(),
  },
  ...(["remember", "always"] as const).map((consent) => ({
    unknown: "consent screen shown again",
    switches: { consent },
    happening: secondSignIn,
    signIn: signedIn(),
    probe: workspaces(kept({ refreshToken: "another" })),
    refresh: renewed({ refreshToken: "another" }),
  })),
  ...(["allowed", "must-register"] as const).map((identityScopes) => ({
    unknown: "registered identity scopes", // this app has registered them
    switches: { identityScopes },
    ...asEver,
  })),
  {
    unknown: "registered identity scopes",
    switches: { identityScopes: "allowed" },
    settings: withFullPermissions,
    signIn: signedIn(kept({ scope: full })),
    probe: workspaces(kept({ scope: full })),
    refresh: renewed({ scope: full }),
  },
  {
    unknown: "registered identity scopes",
    switches: { identityScopes: "must-register" },
    settings: withFullPermissions,
    ...nobody(stoppedAtAsana("forbidden_scopes")),
  },
  ...(["present", "absent"] as const).map((dataEmail) => ({
    unknown: "`data.email` without `email` scope",
    switches: { dataEmail },
    settings: withScopes(identityAndTasks),
    signIn: signedIn(kept({ scope: identityAndTasks }), {
      email: dataEmail === "present" ? "(ana@example.com)" : "</strong>.",
    }),
    probe: workspaces(kept({ scope: identityAndTasks })),
    refresh: renewed({ scope: identityAndTasks }),
  })),
];
