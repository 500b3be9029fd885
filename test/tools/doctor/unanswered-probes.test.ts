import { describe, expect, test } from "@jest/globals";
import type { AuthorizationProbe, Probes } from "../../../src/tools/doctor/probes.ts";
import {
  checkRegistration,
  scopeOfFullPermissions,
} from "../../../src/tools/doctor/registration-checks.ts";
import { diagnosed, rightSettings } from "../../support/doctor-run.ts";
import { aLocalServer } from "../../support/local-server.ts";
import { aSandbox } from "../../support/sandbox-client.ts";

const accepted = { outcome: "accepted" } as const;
const refused = { outcome: "refused", page: "No such redirect URI" } as const;
const refusedAtCallback = { outcome: "refused-at-callback", code: "invalid_scope" } as const;
const unknown = { outcome: "unknown" } as const;

const registered = {
  clientId: "1200000000000001",
  clientSecret: "the client secret",
  redirectUri: "http://localhost:3000/auth/callback",
  scope: "openid users:read",
  permissions: [
    { name: "asking", scope: "workspaces:read tasks:read", page: "A page", why: "It asks." },
  ],
};

describe("an answer that Asana did not give makes no setting wrong:", () => {
  test.each([
    ["the pages' scopes", "accepted", [accepted, unknown]],
    ["one of the pages' scopes", "accepted", [accepted, refused, unknown]],
    ["another redirect URI", "accepted", [refused, unknown]],
    ["the other kind of scopes", "accepted", [refusedAtCallback, unknown]],
    ["one of the sign-in's scopes", "accepted", [refusedAtCallback, refused, refused, unknown]],
  ] as const)("about %s", async (_, client, answers) => {
    const findings = await checkRegistration(registered, answering(client, answers));

    expect(findings.map(({ variable, verdict }) => [variable, verdict])).toEqual([
      ["ASANA_CLIENT_ID", "ok"],
      ["BASE_URL", "unchecked"],
    ]);
  });

  test("whether single scopes are refused", async () => {
    const probes = answering("accepted", [unknown, accepted]);

    expect(await scopeOfFullPermissions(registered.scope, probes)).toBeUndefined();
  });

  test("a refused client is told with both of its settings", async () => {
    const [first] = await checkRegistration(registered, answering("refused", [unknown]));

    expect(first).toMatchObject({ variable: "ASANA_CLIENT_ID", verdict: "fix" });
    expect(first?.found).toContain("ASANA_CLIENT_ID or ASANA_CLIENT_SECRET");
  });
});

describe("the doctor", () => {
  test("asks once more where one answer was lost", async () => {
    const sandbox = await aSandbox({
      switches: { fail: { endpoint: "authorize", kind: "reset", times: 1 } },
    });

    const { code } = await diagnosed(await rightSettings(sandbox));

    expect(code).toBe(0);
  });

  test("waits for a slow discovery document longer than a page", async () => {
    const sandbox = await aSandbox({ switches: { slow: { endpoint: "discovery", ms: 1_500 } } });

    const { code } = await diagnosed(await rightSettings(sandbox));

    expect(code).toBe(0);
  });

  test("could not check a client whose discovery document is gone a moment later", async () => {
    const sandbox = await aSandbox();
    let asked = 0;
    const origin = await aLocalServer(async (_request, response) => {
      asked += 1;
      if (asked > 1) {
        response.statusCode = 500;
        response.end();
        return;
      }
      const address = `${sandbox.issuer}/.well-known/openid-configuration`;
      const document = await (await fetch(address)).json();
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ ...document, issuer: origin }));
    });
    const right = await rightSettings(sandbox);

    const { code, findings } = await diagnosed({ ...right, ASANA_ISSUER: origin });

    expect(code).toBe(2);
    expect(findings.filter(({ verdict }) => verdict === "unchecked")).toMatchObject([
      { variable: "ASANA_CLIENT_ID" },
    ]);
  });
});

/** Probes with these answers, in this order; the last one again and again. */
function answering(
  client: Awaited<ReturnType<Probes["client"]>>,
  answers: readonly AuthorizationProbe[],
): Probes {
  let asked = 0;
  return {
    client: async () => client,
    async authorization() {
      asked += 1;
      return answers[Math.min(asked, answers.length) - 1] ?? unknown;
    },
  };
}
