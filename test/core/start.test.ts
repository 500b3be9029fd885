import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { granularClient, personalAccessToken } from "../../sandbox/fixed-values.ts";
import { aBrowser } from "../support/browser.ts";
import { aBuiltClone, aClone } from "../support/clone.ts";
import { aFreePort, aPortInUse, isFree } from "../support/ports.ts";
import { allowAt, type Run, run, signInAt, until } from "../support/process.ts";
import { showsProfile } from "../support/profile-page.ts";

const frightening = /error|warn|exception|deprecat|\n {4}at /i;

describe("npm start on a fresh clone", () => {
  test("says where everything is and that this is the sandbox, then signs a person in", async () => {
    const start = await aStart({}, { folder: aClone() });
    const before = readdirSync(start.folder);
    await start.isUp();

    const profile = await signInAt(start.app, aBrowser());

    expect(start.output()).toContain(`${start.app}\n`);
    expect(start.output()).toContain(`${start.sandbox} (the sandbox, not Asana)\n`);
    expect(start.output()).toContain(`${start.app}/auth/callback\n`);
    expect(start.output()).not.toContain("Not used");
    expect(start.errors()).toBe("");
    expect(profile.url).toBe(`${start.app}/profile`);
    expect(profile.text).toContain("ana@example.com");
    // Nothing that git does not ignore:
    const written = readdirSync(start.folder).filter((name) => !before.includes(name));
    expect(written.sort()).toEqual(["data", "dist"]);
    expect(readdirSync(join(start.folder, "data")).sort()).toEqual([
      "sandbox.json",
      "session-secret",
      "sessions.db",
      "sessions.db-shm",
      "sessions.db-wal",
    ]);
  });

  test("remembers people across a restart of everything", async () => {
    const first = await aStart();
    const browser = aBrowser();
    await first.isUp();
    await browser.get(await allowAt(first.app, browser)); // and no page that asks Asana
    first.killGroup("SIGINT");
    await first.ended();

    const second = await aStart({ ...first.ports }, { folder: first.folder });
    await second.isUp();

    expect(showsProfile(await browser.get(`${second.app}/profile`))).toBe(true);
  });
});

describe("npm start and the settings that are there", () => {
  test("tells everything that is wrong at once, the sandbox's settings included", async () => {
    const start = await aStart(
      { PORT: "abc", SANDBOX_PORT: "xyz", SESSION_SECRET: "short" },
      { folder: aClone() },
    );

    expect(await start.ended({ seconds: 30 })).toBe(1);
    expect(start.output()).not.toContain("sandbox and not Asana");
    expect(start.errors().trim().split("\n")).toEqual([
      expect.stringMatching(/^PORT /),
      expect.stringMatching(/^SESSION_SECRET /),
      expect.stringMatching(/^SANDBOX_PORT /),
    ]);
  });

  test("names in one line those that the sandbox has of its own, and uses none of them", async () => {
    const start = await aStart({
      ASANA_ISSUER: "https://app.asana.com/api/1.0",
      ASANA_PAT: "2/private-token",
      ADMIN_USER_IDS: "1200000000000001",
      ASANA_API_BASE_URL: "",
    });
    await start.printed("Not used");

    const named = start
      .output()
      .split("\n")
      .filter((line) => line.startsWith("Not used"));

    expect(named).toEqual([expect.stringMatching(/: ASANA_ISSUER, ASANA_PAT, ADMIN_USER_IDS$/)]);
    expect(start.output()).not.toContain("private");
    expect((await signInAt(start.app, aBrowser())).text).toContain("ana@example.com");
  });

  test("takes the sandbox's own client, copied from .env.example, for no client", async () => {
    const folder = aBuiltClone();
    const values = {
      ASANA_CLIENT_ID: granularClient.id,
      ASANA_CLIENT_SECRET: granularClient.secret,
      ASANA_PAT: personalAccessToken,
      ASANA_ISSUER: "",
    };
    const lines = Object.entries(values).map(([name, value]) => `${name}=${value}\n`);
    writeFileSync(join(folder, ".env"), lines.join(""));
    const start = await aStart({}, { folder });
    await start.isUp();

    expect(start.output()).toContain("the sandbox, not Asana");
    expect(start.output()).not.toContain("Not used");
  });

  test("starts no sandbox for a client of one's own", async () => {
    const start = await aStart({
      ASANA_CLIENT_ID: "1200000000000001",
      ASANA_CLIENT_SECRET: "the client secret",
      ASANA_ISSUER: "https://app.example.com/api/1.0",
    });
    await start.isUp();

    expect(start.output()).toContain("https://app.example.com/api/1.0\n");
    expect(start.output()).not.toMatch(/sandbox/i);
    expect(await isFree(Number(start.ports.SANDBOX_PORT))).toBe(true);
  });

  test.each(["ASANA_CLIENT_ID", "ASANA_CLIENT_SECRET"])(
    "takes %s alone for a mistake, not for a wish for the sandbox",
    async (name) => {
      const start = await aStart({ [name]: "1200000000000001" });

      expect(await start.ended({ seconds: 15 })).toBe(1);
      expect(linesOf(start.errors())).toEqual([
        expect.stringMatching(/^ASANA_CLIENT_(ID|SECRET) is missing/),
      ]);
      expect(start.errors()).not.toMatch(`${name} `);
      expect(start.output()).not.toMatch(/sandbox/i);
    },
  );

  test("starts no sandbox in production", async () => {
    const start = await aStart({ NODE_ENV: "production" });

    expect(await start.ended({ seconds: 15 })).toBe(1);
    expect(start.output()).toBe("");
    expect(
      linesOf(start.errors())
        .map((line) => line.split(" ")[0])
        .sort(),
    ).toEqual(["ASANA_CLIENT_ID", "ASANA_CLIENT_SECRET", "SESSION_SECRET"]);
  });

  test.each(["PORT", "SANDBOX_PORT"])("ends with one line for a %s in use", async (name) => {
    const port = String(await aPortInUse());
    const start = await aStart({ [name]: port });

    expect(await start.ended({ seconds: 15 })).toBe(1);
    expect(linesOf(start.errors())).toHaveLength(1);
    expect(start.errors()).toMatch(
      new RegExp(`\\b${port}\\b.*\\b${name}\\b|\\b${name} ${port}\\b`),
    );
    expect(start.output()).not.toMatch(frightening);
    await until(async () => (await portsInUse(start)).every((used) => used === port));
  });
});

describe("npm start ends", () => {
  test("with Ctrl-C: within five seconds, quietly, both ports free", async () => {
    const start = await aStart();
    await start.isUp();
    await signInAt(start.app, aBrowser());

    start.killGroup("SIGINT");

    expect([0, 130]).toContain(await start.ended());
    expect(await portsInUse(start)).toEqual([]);
    expect(start.errors()).toBe("");
    expect(start.output()).not.toMatch(frightening);
  });

  test("with SIGTERM to itself alone: the sandbox goes too", async () => {
    const start = await aStart();
    await start.isUp();

    start.kill("SIGTERM");

    expect(await start.ended()).toBe(0);
    await until(async () => (await portsInUse(start)).length === 0);
    expect(start.errors()).toBe("");
  });

  test("with kill -9: the sandbox does not stay behind", async () => {
    const start = await aStart();
    await start.isUp();

    start.kill("SIGKILL");

    await until(async () => (await portsInUse(start)).length === 0);
    expect(await start.ended()).toBe("SIGKILL");
  });
});

describe("npm run dev", () => {
  test("restarts the app on a change while the sandbox stays, and ends with Ctrl-C", async () => {
    const start = await aStart({}, { options: ["--watch"] });
    await start.printed("Watching for file changes");
    await start.isUp();

    const pages = join(start.folder, "src", "web", "errors", "sign-in-error-pages.ts");
    const source = readFileSync(pages, "utf8");
    expect(source).toContain('"This sign-in is over"');
    writeFileSync(pages, source.replace("This sign-in is over", "Changed"));
    const page = `${start.app}/auth/error?kind=sign-in-expired`;
    await until(async () => (await textAt(page)).includes("<title>Changed"), { seconds: 15 });

    expect(start.output().match(/This is a sandbox and not Asana/g)).toHaveLength(1);
    expect(start.output()).toMatch(/server\.stopped.*SIGINT/); // so it ended at once
    start.killGroup("SIGINT");
    expect([0, 130]).toContain(await start.ended());
    expect(await portsInUse(start)).toEqual([]);
    expect(start.errors()).toBe("");
  }, 40_000);
});

interface Start extends Run {
  readonly app: string;
  readonly sandbox: string;
  readonly ports: { readonly PORT: string; readonly SANDBOX_PORT: string };
  /** Waits until it has said where everything is. */
  isUp(): Promise<void>;
}

/** `npm start` in a clone that was built before, with dependencies installed and ports of its own. */
async function aStart(
  settings: Readonly<Record<string, string>> = {},
  { folder = aBuiltClone(), options = [] as readonly string[] } = {},
): Promise<Start> {
  const ports = {
    PORT: settings.PORT ?? String(await aFreePort()),
    SANDBOX_PORT: settings.SANDBOX_PORT ?? String(await aFreePort()),
  };
  const start = run(
    join(folder, "scripts", "start.js"),
    { ...settings, ...ports },
    { folder, options },
  );
  const app = `http://localhost:${ports.PORT}`;
  return {
    ...start,
    app,
    sandbox: `http://localhost:${ports.SANDBOX_PORT}`,
    ports,
    isUp: () => start.printed("/auth/callback"),
  };
}

async function portsInUse({ ports }: Start): Promise<string[]> {
  const used: string[] = [];
  for (const port of Object.values(ports)) {
    if (!(await isFree(Number(port)))) used.push(port);
  }
  return used;
}

/** The page there, or nothing while nobody listens. */
async function textAt(url: string): Promise<string> {
  return fetch(url).then(
    (answer) => answer.text(),
    () => "",
  );
}

function linesOf(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}
