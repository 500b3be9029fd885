import { execFileSync } from "node:child_process";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { aBrowser } from "../support/browser.ts";
import { copyOf, type Stage, sentToTheEngine, stagesOfDockerfile } from "../support/dockerfile.ts";
import { aFolder } from "../support/folder.ts";
import { aFreePort } from "../support/ports.ts";
import { repository, run, signInAt, startServer } from "../support/process.ts";
import { showsProfile } from "../support/profile-page.ts";
import { aSandbox } from "../support/sandbox-client.ts";

test("what is shipped signs people in without the sandbox and without development dependencies", async () => {
  const shipped = whatIsShipped();
  const sandboxElsewhere = await aSandbox();
  const port = String(await aFreePort());
  const settings = {
    ...sandboxElsewhere.settings,
    NODE_ENV: "production",
    PORT: port,
    BASE_URL: `http://localhost:${port}`,
    SESSION_SECRET: "a secret for tests that is long enough",
  };
  const server = await startServer(settings, { folder: shipped, build: shipped });
  const browser = aBrowser();

  const profile = await signInAt(server.origin, browser);
  const style = await browser.get(`${server.origin}/css/base.css`);
  const ready = await browser.get(`${server.origin}/readyz`);
  const script = join(shipped, "scripts", "with-sandbox.js");
  const doctor = run(script, settings, {
    folder: shipped,
    options: ["client", "dist/tools/doctor.js"], // as `npm run doctor` does
  });

  expect(profile.text).toContain("ana@example.com");
  expect(showsProfile(profile)).toBe(true);
  expect([profile.status, style.status, ready.status]).toEqual([200, 200, 200]);
  expect(server.errors()).toBe("");
  expect([await doctor.ended({ seconds: 15 }), doctor.errors()]).toEqual([0, ""]);
});

/**
 * What the Dockerfile copies into the image, and the packages that it installs; but the compiled files
 * are this repository's. `test/deploy` does every step of it.
 */
function whatIsShipped(): string {
  const folder = aFolder();
  const stages = stagesOfDockerfile();
  const { shown } = sentToTheEngine();
  const copied = stepsOf(stages.at(-1), "COPY").map(copyOf);
  const sources = copied.flatMap((copy) => (copy.stage === undefined ? copy.sources : []));
  const runtime = stages.find(({ name }) => name === "runtime");
  const install = stepsOf(runtime, "RUN").find((text) => text.includes("npm ci")) ?? "";

  expect(shown).toEqual(expect.arrayContaining(sources));
  for (const name of [...sources, "dist", "package-lock.json"]) {
    cpSync(join(repository, name), join(folder, name), { recursive: true });
  }
  const options = install.split(" ").filter((word) => /^--omit=/.test(word));
  const onThisNode = options.filter((option) => hasSqlite || option !== "--omit=optional");
  execFileSync("npm", ["ci", "--prefer-offline", ...onThisNode], { cwd: folder, stdio: "pipe" });
  return folder;
}

/** In older versions the optional packages stand in for it. */
const hasSqlite = Number(process.versions.node.split(".")[0]) >= 24;

function stepsOf(stage: Stage | undefined, keyword: string): readonly string[] {
  return (stage?.steps ?? []).filter((step) => step.keyword === keyword).map(({ text }) => text);
}
