import { cpSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { aBrowser } from "../support/browser.ts";
import { aFolder } from "../support/folder.ts";
import { repository, signInAt, startServer } from "../support/process.ts";
import { showsProfile } from "../support/profile-page.ts";
import { aSandbox } from "../support/sandbox-client.ts";

test("what is shipped signs people in without the sandbox and without development dependencies", async () => {
  const shipped = whatIsShipped();
  const sandboxElsewhere = await aSandbox();
  const server = await startServer(
    {
      ...sandboxElsewhere.settings,
      NODE_ENV: "production",
      SESSION_SECRET: "a secret for tests that is long enough",
    },
    { folder: shipped, build: shipped },
  );
  const browser = aBrowser();

  const profile = await signInAt(server.origin, browser);
  const style = await browser.get(`${server.origin}/css/base.css`);
  const ready = await browser.get(`${server.origin}/readyz`);

  expect(profile.text).toContain("ana@example.com");
  expect(showsProfile(profile)).toBe(true);
  expect([profile.status, style.status, ready.status]).toEqual([200, 200, 200]);
  expect(server.errors()).toBe("");
});

/** The folders of a production image, and the packages that `npm ci --omit=dev` installs. */
function whatIsShipped(): string {
  const folder = aFolder();
  for (const name of ["dist", "views", "public", "package.json", ...runtimePackages()]) {
    cpSync(join(repository, name), join(folder, name), {
      recursive: true,
      // A package's own node_modules are listed by themselves, for some are of development only.
      filter: (path) => !path.slice(join(repository, name).length).includes("node_modules"),
    });
  }
  return folder;
}

function runtimePackages(): string[] {
  const lock: unknown = JSON.parse(readFileSync(join(repository, "package-lock.json"), "utf8"));
  const { packages } = lock as { packages: Record<string, { dev?: true; devOptional?: true }> };
  return Object.entries(packages)
    .filter(([path, { dev, devOptional }]) => path !== "" && !dev && !devOptional)
    .map(([path]) => path)
    .filter((path) => existsSync(join(repository, path))); // the rest is for other systems
}
