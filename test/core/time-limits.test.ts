import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "@jest/globals";
import { aLocalServer } from "../support/local-server.ts";
import { repository } from "../support/process.ts";

/** A script that collects its garbage while it waits, as a busy server does. */
const script = `
  const [baseUrl, dist] = process.argv.slice(1);
  const { createAsanaClient, fixedToken } = await import(dist + "/asana/client.js");
  const { listWorkspaces } = await import(dist + "/asana/workspaces.js");
  const { providerFetch } = await import(dist + "/auth/provider-fetch.js");
  const { startTimeLimit } = await import(dist + "/limits/time-limit.js");
  const collect = setInterval(gc, 20);
  const asana = createAsanaClient({ baseUrl, credential: fixedToken("a token"), callLimitMs: 500 });
  const inPageTime = createAsanaClient({
    baseUrl, credential: fixedToken("a token"), callLimitMs: 60_000, signal: startTimeLimit(500).signal,
  });
  const get = { method: "GET", headers: {}, redirect: "manual" };
  const ends = await Promise.all([
    listWorkspaces(asana).catch(({ kind }) => kind),
    listWorkspaces(inPageTime).catch(({ kind }) => kind),
    providerFetch(500)(baseUrl, get).catch(({ name }) => name),
  ]);
  clearInterval(collect);
  console.log(ends.join(" "));
  process.exit();
`;

test.each([
  ["nothing", false],
  ["the head of its answer and no more", true],
])(
  "a provider that sends %s is given up in time, whatever is collected meanwhile",
  async (_name, sendsHead) => {
    const origin = await aLocalServer((_request, response) => {
      if (sendsHead) response.writeHead(200, { "content-type": "application/json" }).write("{");
    });

    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["--expose-gc", "--input-type=module", "--eval", script, origin, join(repository, "dist")],
      { timeout: 10_000 },
    );

    expect(stdout.trim()).toBe("slow slow TimeoutError");
  },
  15_000,
);
