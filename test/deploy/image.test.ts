import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { aBrowser } from "../support/browser.ts";
import { buildImage, type Image } from "../support/image.ts";
import { aFreePort } from "../support/ports.ts";
import { repository, signInAt, until } from "../support/process.ts";
import { showsProfile } from "../support/profile-page.ts";
import { aSandbox } from "../support/sandbox-client.ts";

const folder = mkdtempSync(join(tmpdir(), "sign-in-with-asana-"));
let image: Image;

beforeAll(() => {
  image = buildImage(folder);
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true }));

test("the image signs people in at a sandbox elsewhere, with a file system that cannot be written", async () => {
  const sandbox = await aSandbox();
  const settings = await settingsFor(sandbox);
  const server = image.run(image.command, settings);
  const browser = aBrowser();
  await server.printed("server.started");

  const profile = await signInAt(settings.BASE_URL, browser);
  const style = await browser.get(`${settings.BASE_URL}/css/base.css`);
  const health = await image.run(image.healthCheck, settings).ended();
  server.kill("SIGTERM");

  expect(showsProfile(profile)).toBe(true);
  expect([profile.status, style.status, health]).toEqual([200, 200, 0]);
  expect(await server.ended()).toBe(0);
  expect(server.errors()).toBe("");
});

test("npm run doctor works in the image, and finds nothing to fix", async () => {
  const sandbox = await aSandbox();
  const doctor = image.run(["npm", "run", "--silent", "doctor"], await settingsFor(sandbox));

  const code = await doctor.ended({ seconds: 30 });

  expect([code, doctor.errors()]).toEqual([0, ""]);
  expect(doctor.output()).toContain("Nothing to fix.");
});

test("the copy of the database that docs/deploy.md makes is whole", async () => {
  const [command = ""] = /(?<=node -e ").*(?="\n)/.exec(deployDocs()) ?? [];
  const check = "new DatabaseSync('data/copy.db').prepare('PRAGMA integrity_check').get()";
  const sandbox = await aSandbox();
  const server = image.run(image.command, await settingsFor(sandbox));
  await server.printed("server.started");

  const copy = image.run(["node", "-e", command]);
  expect([await copy.ended({ seconds: 15 }), copy.errors()]).toEqual([0, ""]);
  const whole = image.run([
    "node",
    "-p",
    `const { DatabaseSync } = require('node:sqlite'); ${check}`,
  ]);

  expect(await whole.ended()).toBe(0);
  expect(whole.output()).toContain("integrity_check: 'ok'");
});

test.each(["backup", "inactive-projects", "members", "setup", "verify:asana"])(
  "npm run %s starts in the image",
  async (name) => {
    const command = image.run(["npm", "run", "--silent", name, "--", "--help"]);

    expect([await command.ended({ seconds: 15 }), command.errors()]).toEqual([0, ""]);
    expect(command.output()).toContain(`npm run ${name}`);
  },
);

test("nobody is root in the image, and nothing but data can be written", async () => {
  const touch = (path: string) => image.run(["touch", path]).ended();

  const user = image.run(["id", "-un"]);

  expect(await user.ended()).toBe(0);
  expect(user.output()).toBe("node\n");
  expect([await touch("data/x"), await touch("x"), await touch("/tmp/x")]).toEqual([0, 1, 1]);
});

test("the image is small and holds nothing that serves development alone", () => {
  const [kilobytes] = execFileSync("du", ["-sk", image.app], { encoding: "utf8" }).split("\t");
  const files = readdirSync(image.app, { recursive: true, encoding: "utf8" });
  const developmentOnly = files.filter((file) =>
    /^(src|test|sandbox|node_modules\/(typescript|pino-pretty|jest))\b|^dist\/.*\.map$/.test(file),
  );

  expect(Number(kilobytes)).toBeLessThan(30 * 1024);
  expect(developmentOnly).toEqual([]);
  expect(files.some((file) => file.startsWith("node_modules/@redis/client/"))).toBe(true);
});

test("every start in the image uses what Node has compiled before", async () => {
  const environment = { NODE_DEBUG_NATIVE: "COMPILE_CACHE" };
  const start = image.run(image.command, environment);
  await until(() => start.errors().includes("app.js"), { seconds: 15 });
  await start.ended();

  expect(start.errors() + start.output()).toMatch(/reading cache from .*express.*success/s);
});

function deployDocs(): string {
  return readFileSync(join(repository, "docs", "deploy.md"), "utf8");
}

async function settingsFor(sandbox: { readonly settings: Readonly<Record<string, string>> }) {
  const port = String(await aFreePort());
  return {
    ...sandbox.settings,
    PORT: port,
    BASE_URL: `http://localhost:${port}`,
    SESSION_SECRET: "a secret for tests that is long enough",
  };
}
