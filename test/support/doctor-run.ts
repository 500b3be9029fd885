import { join } from "node:path";
import { expect } from "@jest/globals";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import type { Finding } from "../../src/tools/doctor/finding.ts";
import { aFolder } from "./folder.ts";
import { aFreePort, repository, run } from "./process.ts";

type Settings = Readonly<Record<string, string>>;

export interface Diagnosis {
  readonly code: number | string;
  readonly findings: readonly Finding[];
  /** Those that need fixing. */
  readonly toFix: readonly Finding[];
}

/** A right set-up at this sandbox, on a free port. */
export async function rightSettings({ settings }: Pick<Sandbox, "settings">): Promise<Settings> {
  return { ...settings, PORT: String(await aFreePort()) };
}

/** Runs the doctor as a process; no secret is in what it prints. */
export async function diagnosed(
  settings: Settings,
  { folder = aFolder() }: { folder?: string } = {},
): Promise<Diagnosis> {
  const script = join(repository, "dist", "tools", "doctor.js");
  const process = run(script, settings, { folder, options: ["--json"] });
  const code = await process.ended({ seconds: 30 });
  const printed = process.output() + process.errors();
  for (const name of secrets) {
    if (settings[name]) expect(printed).not.toContain(settings[name]);
  }
  expect(process.errors()).toBe("");
  const findings = JSON.parse(process.output()) as Finding[];
  return { code, findings, toFix: findings.filter(({ verdict }) => verdict === "fix") };
}

const secrets = [
  "ASANA_CLIENT_SECRET",
  "ASANA_PAT",
  "ASANA_SERVICE_ACCOUNT_TOKEN",
  "SESSION_SECRET",
] as const;
