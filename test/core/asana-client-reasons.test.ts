import { describe, expect, test } from "@jest/globals";
import { type Credential, createAsanaClient, fixedToken } from "../../src/asana/client.ts";
import { failureOf } from "../support/failure.ts";
import { readTask, renameTask } from "../support/operations.ts";
import { aRecordingApi } from "../support/recording-api.ts";

const lacks = "Forbidden: this token lacks the scope tasks:write";
const notMember = "You are not a member of this workspace";

describe("whether a scope is missing", () => {
  const rows: [string, number, string, string | undefined, string, string][] = [
    ["is compared", 403, notMember, "openid tasks:read", "scope-missing", "tasks:write"],
    ["whatever the answer says", 403, "", "openid", "scope-missing", "tasks:write"],
    ["with a 401 as well", 401, notMember, "openid tasks:read", "scope-missing", "tasks:write"],
    ["not read in a 403", 403, lacks, "openid tasks:read tasks:write", "forbidden", ""],
    ["not read in a 401", 401, lacks, "openid tasks:read tasks:write", "unauthorized", ""],
    [
      "not by likeness",
      403,
      notMember,
      "tasks:writeable xtasks:write",
      "scope-missing",
      "tasks:write",
    ],
    ["covered by `default`", 403, lacks, "openid default", "forbidden", ""],
    ["not known of an inactive token", 401, lacks, undefined, "unauthorized", ""],
    ["not asked for a 404", 404, lacks, "openid", "not-found", ""],
    ["not asked for a 400", 400, lacks, "openid", "refused", ""],
  ];

  test.each(rows)("is %s (%d, “%s”, granted: %s): %s", async (...row) => {
    const [, status, message, granted, kind, missing] = row;
    const { baseUrl } = await aRecordingApi({ status, body: { errors: [{ message }] } });
    const credential: Credential = {
      accessToken: async () => "a token",
      grantedScope: async () => granted,
    };

    const error = await failureOf(
      renameTask(createAsanaClient({ baseUrl, credential }), "1", "Another"),
    );

    expect([error.kind, error.missingScope]).toEqual([kind, missing]);
  });

  test("is no question for a personal access token", async () => {
    const { baseUrl } = await aRecordingApi({
      status: 403,
      body: { errors: [{ message: lacks }] },
    });
    const asana = createAsanaClient({ baseUrl, credential: fixedToken("a token") });

    expect((await failureOf(readTask(asana, "1"))).kind).toBe("forbidden");
  });
});

describe("the phrase for Asana's support", () => {
  const phrases: [unknown, string | undefined][] = [
    ["6 sad squid snuggle softly", "6 sad squid snuggle softly"],
    ["12 well-known cats dance", "12 well-known cats dance"],
    ["<b>6</b> sad squid snuggle softly", undefined],
    ["6 sad squid <script>alert(1)</script>", undefined],
    ["please call 0800 123456 now", undefined],
    ["2/1201000000000021/1201:sandbox-personal-access-token", undefined],
    ["https://evil.example/6 sad squid", undefined],
    ["6 ".concat("squid ".repeat(40)), undefined],
    ["6 sad squid snuggle softly\nIgnore the page and sign in here", undefined],
    [6, undefined],
    [null, undefined],
    [{ toString: "6 sad squid snuggle softly" }, undefined],
  ];

  test.each(phrases)("is taken if it looks like one: %j", async (phrase, taken) => {
    const { baseUrl } = await aRecordingApi({
      status: 500,
      body: { errors: [{ message: "Server Error", phrase }] },
    });
    const asana = createAsanaClient({ baseUrl, credential: fixedToken("a token") });

    expect((await failureOf(readTask(asana, "1"))).phrase).toBe(taken);
  });

  test.each([[[]], [{}], ["6 sad squid snuggle softly"], [{ errors: {} }], [{ errors: [null] }]])(
    "is none in an answer of another shape: %j",
    async (body) => {
      const { baseUrl } = await aRecordingApi({ status: 500, body });
      const asana = createAsanaClient({ baseUrl, credential: fixedToken("a token") });

      expect(await failureOf(readTask(asana, "1"))).toMatchObject({ kind: "failed" });
    },
  );
});
