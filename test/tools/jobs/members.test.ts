import { describe, expect, test } from "@jest/globals";
import type { Sandbox } from "../../../sandbox/sandbox.ts";
import { findRemovals, readMembers } from "../../../src/tools/jobs/member-activity.ts";
import { removePeople, removerIn } from "../../../src/tools/jobs/removal.ts";
import { report, somebodyWhoTypes, type Token } from "../../support/cli-report.ts";
import { repository, run } from "../../support/process.ts";
import { aSandbox } from "../../support/sandbox-client.ts";

const organization = "1201000000000101";
const ana = "1201000000000011";
const bot = "1201000000000021";
const guest = "1201000000000022";

describe("the report of members", () => {
  test("is a table that shows what each person is", async () => {
    const { code, output, errors } = await members(await aSandbox());

    expect(code).toBe(0);
    expect(output).toMatch(/^Name +E-mail +Kind +Since +gid\n/);
    expect(output).toMatch(/Ana Everyday +ana@example\.com +administrator +\d{4}-\d\d-\d\d +1201/);
    expect(output).toMatch(/Mira Newcomer +mira@example\.com +member /);
    expect(output).toMatch(/Gil Guest +gil@partner\.example +guest /);
    expect(output).toMatch(/Lea Left +lea@example\.com +left /);
    expect(errors).toContain("7 people. administrators: 1, members: 4, guests: 1, left: 1");
  });

  test("is CSV", async () => {
    const { code, output } = await members(await aSandbox(), "--format", "csv");

    const [head, first] = output.split("\r\n");
    expect([code, head]).toEqual([0, '"name","email","kind","viewOnly","createdAt","gid"']);
    expect(first).toMatch(/^"Ana Everyday","ana@example.com","administrator","false","\d{4}-/);
  });

  test("is JSON, its gids as they are", async () => {
    const { code, output } = await members(await aSandbox(), "--format", "json");

    const rows = JSON.parse(output);
    expect([code, rows.length]).toEqual([0, 7]);
    expect(rows).toContainEqual(
      expect.objectContaining({ gid: "9007199254740993", kind: "member", viewOnly: false }),
    );
  });

  test("of a personal access token says whose view it is", async () => {
    const sandbox = await aSandbox();

    const { code, output, errors } = await report("members", sandbox, [], "ASANA_PAT");

    expect([code, output.split("\n").length]).toEqual([0, 9]);
    expect(errors).toMatch(/what Taskbot sees.*ASANA_SERVICE_ACCOUNT_TOKEN/);
  });

  test("of a workspace that the token does not see lists those that it sees", async () => {
    const { code, errors } = await members(await aSandbox(), "--workspace", "1201000000000104");

    expect([code, errors]).toEqual([2, expect.stringContaining("1201000000000101")]);
  });

  test("without a token names both settings", async () => {
    const command = run(script, {});

    expect(await command.ended()).toBe(2);
    expect(command.errors()).toMatch(/ASANA_SERVICE_ACCOUNT_TOKEN and ASANA_PAT are missing/);
  });

  test.each(["stdout", "stderr"] as const)("goes on when nobody reads its %s", async (closed) => {
    const { ASANA_API_BASE_URL, ASANA_PAT } = (await aSandbox()).settings;
    const command = run(script, { ASANA_API_BASE_URL, ASANA_PAT }, { closed });

    expect(await command.ended()).toBe(0);
    expect(command.output() + command.errors()).toContain(
      closed === "stdout" ? "7 people." : "Ana Everyday",
    );
    expect(command.errors()).not.toContain("EPIPE");
  });

  test("prints its help without a setting", async () => {
    const help = run(script, {}, { options: ["--help"] });

    expect([await help.ended(), help.errors()]).toEqual([0, ""]);
    for (const option of ["--workspace", "--format", "--remove", "--yes --really"]) {
      expect(help.output()).toContain(option);
    }
  });
});

describe("removing somebody without a terminal", () => {
  test.each([[[]], [["--yes"]], [["--really"]]])(
    "with %j says what it means, and changes nothing",
    async (given: string[]) => {
      const sandbox = await aSandbox();

      const { code, output, errors } = await members(sandbox, "--remove", guest, ...given);

      expect([code, changesIn(sandbox)]).toEqual([2, []]);
      expect(output).toContain("Gil Guest");
      expect(output).not.toContain("Ana Everyday");
      expect(errors).toMatch(/go to the administrator whom the admin console names for that/);
      expect(errors).toMatch(/private to them is not rescued[\s\S]*Nobody was removed/);
    },
  );

  test("takes both confirmations; the next report says that they have left", async () => {
    const sandbox = await aSandbox();

    const { code, errors } = await members(sandbox, ...removing("GIL@partner.example"));

    expect([code, errors]).toEqual([0, expect.stringContaining("Removed: Gil Guest")]);
    expect(await kindOf(guest, sandbox)).toBe("left");
    expect(changesIn(sandbox)).toHaveLength(1);
  });

  test("removes several, each once, and says who has left already", async () => {
    const sandbox = await aSandbox();
    const wanted = [guest, "gil@partner.example", "mira@example.com", "lea@example.com"];

    const { code, errors } = await members(sandbox, ...removing(...wanted));

    expect([code, changesIn(sandbox).length]).toEqual([0, 2]);
    expect(errors).toContain("lea@example.com has left already");
    expect(errors).toContain("2 of 2 removed");
  });

  test.each([
    ["somebody unknown", ["nobody@example.com", guest], "nobody@example.com is no e-mail address"],
    ["an empty text", ["", guest], "is no e-mail address"],
    ["me", ["me", guest], "me is no e-mail address"],
  ])("removes nobody at all when it names %s", async (_, wanted, words) => {
    const sandbox = await aSandbox();

    const { code, errors } = await members(sandbox, ...removing(...wanted));

    expect([code, changesIn(sandbox)]).toEqual([2, []]);
    expect(errors).toContain(words);
    expect(errors).toContain("Nobody was removed.");
  });

  test("never removes the token's own user", async () => {
    const sandbox = await aSandbox();
    const options = removing("taskbot@example.com", guest);

    const { code, errors } = await report("members", sandbox, options, "ASANA_PAT");

    expect([code, changesIn(sandbox)]).toEqual([2, []]);
    expect(errors).toContain("taskbot@example.com is the token's own user");
  });

  test("with the token of no administrator says so, before and after", async () => {
    const sandbox = await aSandbox();

    const { code, errors } = await report("members", sandbox, removing(guest), "ASANA_PAT");

    expect(code).toBe(1);
    expect(errors).toContain("go to Taskbot, whose personal access token this is");
    expect(errors).toContain("Taskbot is no administrator here, so Asana will refuse it");
    expect(errors).toMatch(/Not removed: Gil Guest.*It takes an administrator's token/);
    expect(await kindOf(guest, sandbox)).toBe("guest");
  });

  test("goes on after one that fails", async () => {
    const path = `/workspaces/${organization}/removeUser`;
    const fail = { endpoint: "rest", method: "POST", path, kind: "reset", times: 1 } as const;
    const sandbox = await aSandbox({ switches: { fail } });

    const { code, errors } = await members(sandbox, ...removing(guest, "mira@example.com"));

    expect(code).toBe(1);
    expect(errors).toMatch(/Perhaps removed: Gil Guest[\s\S]*Removed: Mira Newcomer/);
  });

  test("tells nothing wrong of whose the things will be when a person's token is in the wrong setting", async () => {
    const sandbox = await aSandbox();
    const { ASANA_PAT, ASANA_API_BASE_URL } = sandbox.settings;

    const command = run(
      script,
      { ASANA_SERVICE_ACCOUNT_TOKEN: ASANA_PAT, ASANA_API_BASE_URL },
      { options: ["--remove", guest] },
    );

    expect(await command.ended()).toBe(2);
    expect(command.errors()).toContain("go to Taskbot, whose personal access token this is");
  });
});

describe("removing somebody at a terminal", () => {
  test("takes a yes, and the person's e-mail address", async () => {
    const { code, said, sandbox } = await removeTyping(["yes", "Gil@Partner.example"]);

    expect([code, said.at(-1)]).toEqual([0, "1 of 1 removed."]);
    expect(await kindOf(guest, sandbox)).toBe("left");
  });

  test("takes the gid as well", async () => {
    const { said } = await removeTyping(["yes", guest]);

    expect(said).toContain("Removed: Gil Guest (gil@partner.example)");
  });

  test.each([
    ["no", ["gil@partner.example"]],
    ["y", [guest]],
    ["", []],
    ["gil@partner.example", []],
    ["yes", [""]],
    ["yes", ["yes"]],
    ["yes", ["Gil Guest"]],
    ["yes", [ana]],
    ["yes", []],
  ])("happens not after %j and %j", async (first, rest: string[]) => {
    const { code, said, sandbox } = await removeTyping([first, ...rest]);

    expect([code, said.at(-1), changesIn(sandbox)]).toEqual([0, "0 of 1 removed.", []]);
  });
});

test("a member who has left by the token's own name is not taken for an administrator", async () => {
  const sandbox = await aSandbox();
  const { client } = somebodyWhoTypes([], sandbox);
  const all = await readMembers(client, organization);
  const me = { gid: ana, name: "Ana", email: undefined, photoUrl: undefined };
  const left = all.map((one) => (one.userGid === ana ? { ...one, isActive: false } : one));

  expect(removerIn(all, { me, tokenName: "ASANA_PAT" }).isAdministrator).toBe(true);
  expect(removerIn(left, { me, tokenName: "ASANA_PAT" }).isAdministrator).toBe(false);
});

test("an e-mail address that several have removes none of them", async () => {
  const sandbox = await aSandbox();
  const { client } = somebodyWhoTypes([], sandbox);
  const all = await readMembers(client, organization);
  const same = all.map((one) => ({ ...one, email: "same@example.com" }));

  expect(findRemovals(same, ["same@example.com"], bot)).toEqual([
    { outcome: "ambiguous", wanted: "same@example.com" },
  ]);
});

const script = `${repository}/dist/tools/members.js`;

function members(sandbox: Sandbox, ...options: readonly string[]) {
  return report("members", sandbox, options);
}

function removing(...people: readonly string[]): string[] {
  return [...people.flatMap((person) => ["--remove", person]), "--yes", "--really"];
}

async function removeTyping(lines: readonly string[]) {
  const sandbox = await aSandbox();
  const somebody = somebodyWhoTypes(lines, sandbox);
  const all = await readMembers(somebody.client, organization);
  const me = { gid: "1", name: "Service", email: undefined, photoUrl: undefined };
  const tokenName: Token = "ASANA_SERVICE_ACCOUNT_TOKEN";
  const code = await removePeople(
    all.filter(({ userGid }) => userGid === guest),
    { ...somebody, workspaceGid: organization, remover: removerIn(all, { me, tokenName }) },
  );
  return { code, said: somebody.said, sandbox };
}

async function kindOf(gid: string, sandbox: Sandbox): Promise<unknown> {
  const { output } = await members(sandbox, "--format", "json");
  return JSON.parse(output).find((row: { gid: string }) => row.gid === gid)?.kind;
}

function changesIn(sandbox: Sandbox) {
  return sandbox.requests.filter(({ method }) => method !== "GET");
}
