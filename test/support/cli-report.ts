import { join } from "node:path";
import { PassThrough } from "node:stream";
import { expect } from "@jest/globals";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import { createAsanaClient, fixedToken } from "../../src/asana/client.ts";
import { createInterview } from "../../src/tools/command-line/interview.ts";
import { repository, run } from "./process.ts";

export type Token = "ASANA_SERVICE_ACCOUNT_TOKEN" | "ASANA_PAT";

/** What a command printed, and its exit code. */
export interface Reported {
  readonly code: number | string;
  readonly output: string;
  readonly errors: string;
}

/** Runs a report as a process with one token; the token is in nothing that it prints. */
export async function report(
  name: "inactive-projects" | "members",
  { settings }: Pick<Sandbox, "settings">,
  options: readonly string[] = [],
  token: Token = "ASANA_SERVICE_ACCOUNT_TOKEN",
): Promise<Reported> {
  const process = run(
    join(repository, "dist", "tools", `${name}.js`),
    { ASANA_API_BASE_URL: settings.ASANA_API_BASE_URL, [token]: settings[token] },
    { options },
  );
  const code = await process.ended({ seconds: 20 });
  const [output, errors] = [process.output(), process.errors()];
  expect(output + errors).not.toContain(settings[token]);
  return { code, output, errors };
}

/** What the parts of a report that ask and change need, with somebody who types these lines. */
export function somebodyWhoTypes(
  lines: readonly string[],
  { settings }: Pick<Sandbox, "settings">,
  token: Token = "ASANA_SERVICE_ACCOUNT_TOKEN",
) {
  const input = new PassThrough();
  const output = new PassThrough();
  const { signal } = new AbortController();
  const confirmation = createInterview({ input, output }, signal);
  input.end(lines.map((line) => `${line}\n`).join(""));
  const said: string[] = [];
  return {
    client: createAsanaClient({
      credential: fixedToken(settings[token]),
      baseUrl: settings.ASANA_API_BASE_URL,
    }),
    confirmation,
    say: (line: string) => void said.push(line),
    signal,
    said,
  };
}
