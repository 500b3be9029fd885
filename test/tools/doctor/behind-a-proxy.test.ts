import { describe, expect, test } from "@jest/globals";
import { type Diagnosis, diagnosed, examined, rightSettings } from "../../support/doctor-run.ts";
import { forwardTo } from "../../support/forwarding-proxy.ts";
import { aServerWithItsOwnCertificate, trustingIt } from "../../support/own-certificate.ts";
import { aSandbox } from "../../support/sandbox-client.ts";

const both = { "x-forwarded-for": "192.0.2.1", "x-forwarded-proto": "https" };

describe("behind a proxy that ends TLS, the doctor", () => {
  test.each([
    ["nothing", {}, ["X-Forwarded-Proto", "X-Forwarded-For"]],
    ["the scheme alone", { "x-forwarded-proto": "https" }, ["X-Forwarded-For"]],
    ["addresses alone", { "x-forwarded-for": "192.0.2.1" }, ["X-Forwarded-Proto"]],
  ])("names the headers that are missing when it forwards %s", async (_, forwarded, missing) => {
    const { code, toFix } = await diagnosedBehind(forwarded, { TRUST_PROXY: "1" });

    expect({ code, variables: toFix.map(({ variable }) => variable) }).toEqual({
      code: 1,
      variables: ["TRUST_PROXY"],
    });
    expect(headersIn(toFix[0]?.found)).toEqual(missing);
    expect(headersIn(toFix[0]?.fix)).toEqual(missing);
    expect(toFix[0]?.fix).not.toMatch(/TRUST_PROXY=\d/);
  });

  test.each(["0", "1"])("gives no advice that it takes back with TRUST_PROXY=%s", async (hops) => {
    const { toFix } = await diagnosedBehind({}, { TRUST_PROXY: hops });

    expect(toFix[0]?.fix).toMatch(/X-Forwarded-Proto/);
    expect(toFix[0]?.fix).not.toMatch(/TRUST_PROXY=0/);
  });

  test.each(["https", "HTTPS"])("is content when it forwards %s and addresses", async (scheme) => {
    const forwarded = { ...both, "x-forwarded-proto": scheme };

    const { code } = await diagnosedBehind(forwarded, { TRUST_PROXY: "1", HOST: "127.0.0.1" });

    expect(code).toBe(0);
  });
});

describe("where a proxy is counted, the doctor", () => {
  test.each([
    ["HOST is not set", {}, ["HOST"]],
    ["HOST is every address", { HOST: "0.0.0.0" }, ["HOST"]],
    ["HOST is every address of IPv6", { HOST: "::" }, ["HOST"]],
    ["HOST is this machine", { HOST: "127.0.0.1" }, []],
    ["HOST is this machine by name", { HOST: "localhost" }, []],
    ["HOST is this machine in IPv6", { HOST: "::1" }, []],
    ["no proxy is counted", { TRUST_PROXY: "0" }, []],
  ])("advises HOST as due when %s", async (_, settings, advised) => {
    const right = await rightSettings(await aSandbox());

    const diagnosis = await examined({ ...right, TRUST_PROXY: "1", ...settings });

    expect(advisedIn(diagnosis)).toEqual(advised);
  });

  test("advises HOST without calling it wrong, and says what a container does", async () => {
    const { code, findings } = await diagnosedBehind(both, { TRUST_PROXY: "1" });

    expect(code).toBe(0);
    expect(findings.find(({ variable }) => variable === "HOST")?.fix).toMatch(
      /HOST=127\.0\.0\.1.*container.*leave HOST/,
    );
  });
});

describe("where only a proxy leads out, the doctor", () => {
  test.each(["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])(
    "says that %s is not used",
    async (name) => {
      const right = await rightSettings(await aSandbox());
      const outside = "https://app.asana.invalid/api/1.0";

      const { toFix } = await diagnosed({
        ...right,
        ASANA_ISSUER: outside,
        ASANA_API_BASE_URL: outside,
        [name]: "http://name:hidden@127.0.0.1:9",
      });

      expect(toFix.map(({ variable }) => variable)).toEqual(["ASANA_ISSUER", "ASANA_API_BASE_URL"]);
      for (const { found, fix } of toFix) {
        expect(found).toContain(`${name} names a proxy`);
        expect(found).not.toContain("hidden");
        expect(fix).toContain("NODE_USE_ENV_PROXY=1");
      }
    },
  );
});

/** Its findings where a proxy of its own certificate forwards these headers. */
async function diagnosedBehind(
  forwarded: Readonly<Record<string, string>>,
  settings: Readonly<Record<string, string>>,
): Promise<Diagnosis> {
  const right = await rightSettings(await aSandbox());
  const listener = forwardTo(Number(right.PORT), forwarded);
  const BASE_URL = await aServerWithItsOwnCertificate(listener);
  return diagnosed({ ...right, ...trustingIt(), BASE_URL, ...settings });
}

function headersIn(text = ""): readonly string[] {
  return [...new Set(text.match(/X-Forwarded-(?:For|Proto)/g))];
}

function advisedIn({ findings }: Diagnosis): readonly string[] {
  return findings.filter(({ variable }) => variable === "HOST").map(({ variable }) => variable);
}
