import { describe, expect, test } from "@jest/globals";
import * as v from "valibot";
import type { Switches } from "../../sandbox/switches.ts";
import { createAsanaClient, fixedToken } from "../../src/asana/client.ts";
import type { Operation } from "../../src/asana/operation.ts";
import { eachOf } from "../../src/asana/pagination.ts";
import { failureOf } from "../support/failure.ts";
import { aRecordingApi } from "../support/recording-api.ts";
import { requestsTo } from "../support/requests.ts";
import { aSandbox } from "../support/sandbox-client.ts";

/** A hundred tasks, which the sandbox makes. */
const tasks: Operation<readonly { gid: string }[]> = {
  method: "GET",
  path: "/projects/1310000000000001/tasks",
  query: { limit: "40" },
  fields: ["name"],
  scope: "tasks:read",
  schema: v.array(v.object({ gid: v.string() })),
};

test("every record of a list comes once, whatever the number of pages", async () => {
  const { asana, asked } = await aClient();

  const gids: string[] = [];
  for await (const { gid } of eachOf(asana, tasks)) gids.push(gid);

  expect([gids.length, new Set(gids).size, asked.restCalls()]).toEqual([100, 100, 3]);
});

describe("a caller that stops", () => {
  test.each([
    [0, 0],
    [1, 1],
    [40, 1],
    [41, 2],
    [80, 2],
    [81, 3],
  ])("after %d records has caused %d requests", async (wanted, requests) => {
    const { asana, asked } = await aClient();

    const gids: string[] = [];
    const iterator = eachOf(asana, tasks);
    while (gids.length < wanted) {
      const { value } = await iterator.next();
      if (value) gids.push(value.gid);
    }
    await iterator.return();

    expect([gids.length, asked.restCalls()]).toEqual([wanted, requests]);
  });

  test("with `break` causes none any more", async () => {
    const { asana, asked } = await aClient();

    for await (const _task of eachOf(asana, tasks)) break;

    expect(asked.restCalls()).toBe(1);
  });
});

test("a page that fails ends the list with its error, after what came before", async () => {
  const { sandbox, asana } = await aClient();

  const gids: string[] = [];
  const walk = async () => {
    for await (const { gid } of eachOf(asana, tasks)) {
      gids.push(gid);
      if (gids.length === 40) sandbox.setSwitches({ offsetTtlSeconds: 0 });
    }
  };

  expect((await failureOf(walk())).kind).toBe("page-expired");
  expect(gids).toHaveLength(40);
});

test("without a limit of its own, a list is asked for in pages of a hundred", async () => {
  const { baseUrl, received } = await aRecordingApi({ body: { data: [], next_page: null } });
  const asana = createAsanaClient({ baseUrl, credential: fixedToken("a token") });
  const { query: _, ...list } = tasks;

  for await (const _task of eachOf(asana, list)) break;

  expect(received.map(({ url }) => url.searchParams.get("limit"))).toEqual(["100"]);
});

test("an offset goes back as it came", async () => {
  const offset = "eyJ0 +/=%26&é";
  const { baseUrl, received } = await aRecordingApi({
    body: { data: [{ gid: "1" }], next_page: { offset } },
  });
  const asana = createAsanaClient({ baseUrl, credential: fixedToken("a token") });

  let read = 0;
  for await (const _task of eachOf(asana, tasks)) {
    read += 1;
    if (read === 2) break;
  }

  expect(received.map(({ url }) => url.searchParams.get("offset"))).toEqual([null, offset]);
});

async function aClient(switches: Partial<Switches> = {}) {
  const sandbox = await aSandbox({ switches, generatedTasks: 100 });
  const credential = fixedToken(sandbox.settings.ASANA_SERVICE_ACCOUNT_TOKEN);
  const asana = createAsanaClient({ baseUrl: sandbox.issuer, credential });
  return { sandbox, asana, asked: requestsTo(sandbox) };
}
