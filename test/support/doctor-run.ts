import { join } from "node:path";
import { expect } from "@jest/globals";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import { readEnvironment } from "../../src/environment.ts";
import type { Finding } from "../../src/tools/doctor/finding.ts";
import { checkNodeVersion } from "../../src/tools/doctor/node-version.ts";
import { examine } from "../../src/tools/doctor/settings-check.ts";
import { findingInWords, verdictInWords } from "../../src/tools/doctor/verdict.ts";
import { aFolder } from "./folder.ts";
import { aFreePort } from "./ports.ts";
import { repository, run } from "./process.ts";

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

/** The doctor's findings about settings, made in this process. */
export async function examined(settings: Settings): Promise<Diagnosis> {
  const folder = aFolder();
  const environment = { SESSION_DB: join(folder, "data", "sessions.db"), ...settings };
  const findings = await examine(
    {
      environment: () => readEnvironment(environment, join(folder, ".env")),
      realEnvironment: environment,
      signal: new AbortController().signal,
      folder,
    },
    checkNodeVersion(process.versions.node),
    () => undefined,
  );
  expectNoSecrets(findings.map(findingInWords).join(""), settings);
  const toFix = findings.filter(({ verdict }) => verdict === "fix");
  return { code: verdictInWords(findings).exitCode, findings, toFix };
}

/** Runs the doctor as a process; no secret is in what it prints. */
export async function diagnosed(
  settings: Settings,
  { folder = aFolder() }: { folder?: string } = {},
): Promise<Diagnosis> {
  const script = join(repository, "dist", "tools", "doctor.js");
  const doctor = run(script, settings, { folder, options: ["--json"] });
  const code = await doctor.ended({ seconds: 30 });
  const printed = doctor.output() + doctor.errors();
  expectNoSecrets(printed, settings);
  expect(doctor.errors()).toBe("");
  const findings = JSON.parse(doctor.output()) as Finding[];
  return { code, findings, toFix: findings.filter(({ verdict }) => verdict === "fix") };
}

function expectNoSecrets(printed: string, settings: Settings): void {
  for (const name of secrets) {
    if (settings[name]) expect(printed).not.toContain(settings[name]);
  }
  const { password } = new URL(settings.REDIS_URL ?? "redis://localhost");
  if (password !== "") expect(printed).not.toContain(password);
}

const secrets = [
  "ASANA_CLIENT_SECRET",
  "ASANA_PAT",
  "ASANA_SERVICE_ACCOUNT_TOKEN",
  "SESSION_SECRET",
] as const;
