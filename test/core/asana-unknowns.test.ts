import { describe, expect, test } from "@jest/globals";
import { type Ending, type Met, titleOf, type Unknown, walkThrough } from "../support/unknowns.ts";
import { complaintsAbout, missingWords } from "../support/watched-browser.ts";
import { apiUnknowns } from "./unknowns/api.ts";
import { besideThePoint } from "./unknowns/beside-the-point.ts";
import { asEver } from "./unknowns/endings.ts";
import { signInUnknowns } from "./unknowns/sign-in.ts";
import { tokenUnknowns } from "./unknowns/tokens.ts";

/** What Asana's documents leave open, in the words of the fact sheet's section 9. */
const unknowns = [
  "nonce in ID token",
  "ID-token algorithm",
  "PKCE in metadata",
  "PKCE required",
  "issuer with trailing slash",
  "`kid`",
  "ID token in the code flow",
  "name, email, picture in the ID token",
  "`email_verified`",
  "`sub` type at userinfo",
  "`picture`",
  "refresh rotation",
  "refresh token at all",
  "refresh-token expiry",
  "`expires_in` missing",
  "`token_type` case",
  "`scope` in the token response",
  "partial grant",
  "`data` in the token response",
  "`data.email` without `email` scope",
  "where scope errors appear",
  "Deny",
  "`error_description`, `error_uri`",
  "wrong client secret",
  "Basic authentication at the token endpoint",
  "code lifetime, reuse",
  "introspection of unknown token",
  "revoke body",
  "missing scope at REST",
  "`/users/me` with an SA token",
  "PAT or SA token at userinfo",
  "non-SA token at SA endpoints",
  "expired offset status",
  "`resource_type` with `opt_fields`",
  "`Retry-After`",
  "error body",
  "`Asana-Change` header",
  "consent screen shown again",
  "`id_token` response types",
  "registered identity scopes",
  "workspaces at consent",
  "CORS on token endpoint",
  "client-secret reset",
];

const rows: readonly Unknown[] = [...signInUnknowns, ...tokenUnknowns, ...apiUnknowns];

describe("whatever Asana does", () => {
  test.each(rows.map((row) => [titleOf(row), row] as const))("%s", async (_title, row) => {
    const { walk, signIn, profile, probe, refresh } = await walkThrough(row);

    expect(met(signIn, row.signIn)).toEqual(expected(row.signIn));
    if (row.profile) expect(profile && met(profile, row.profile)).toEqual(expected(row.profile));
    expect(met(probe, row.probe)).toEqual(expected(row.probe));
    expect(met(refresh, row.refresh)).toEqual(expected(row.refresh));
    expect(complaintsAbout(walk.browser.seen, walk)).toEqual([]);
    expect(walk.app.log()).toContain(row.log ?? "");
  });
});

test.each(["absent", "S256"] as const)(
  "the authorization request asks for a code, with PKCE and without nonce: PKCE in metadata %s",
  async (metadataPkce) => {
    const row = { unknown: "PKCE in metadata", switches: { metadataPkce }, ...asEver };

    const { walk } = await walkThrough(row);

    const asked = Object.fromEntries(new URL(walk.question ?? "").searchParams);
    expect(asked).toMatchObject({ response_type: "code", code_challenge_method: "S256" });
    expect(asked.code_challenge).toMatch(/^[\w-]{43}$/);
    expect(asked).not.toHaveProperty("nonce");
  },
);

test("every unknown is in the table, or named with the reason why it cannot matter", () => {
  const named = [...rows, ...besideThePoint].map(({ unknown }) => unknown);

  expect([...new Set(named)].sort()).toEqual([...unknowns].sort());
});

/** What was met, with the words that were missed: so that a failed test tells what there was. */
function met({ seen, stored }: Met, { page: { says } }: Ending) {
  const { status, url, heading } = seen;
  const missing = missingWords(seen, says);
  return { status, path: new URL(url).pathname, heading, missing, stored };
}

function expected({ page: { says: _, ...page }, stored }: Ending) {
  return { ...page, missing: [], stored };
}
