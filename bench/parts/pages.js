// What a sign-in and a page cost the app's process, on each store.

import { join } from "node:path";
import { startApp, startSandbox } from "../lib/app-and-sandbox.js";
import { openBrowser } from "../lib/browser.js";
import { temporaryFolder } from "../lib/cleanup.js";
import { CannotMeasure, median } from "../lib/measured.js";
import * as redis from "../lib/redis-place.js";

const pages = [
  { name: "/, signed out", path: "/", isSignedIn: false, shows: "Sign in with Asana" },
  { name: "/, signed in", path: "/", isSignedIn: true, shows: "Ana Everyday" },
  { name: "/profile", path: "/profile", isSignedIn: true, shows: "Ana Everyday" },
  { name: "/demo, the tasks", path: "/demo", isSignedIn: true, shows: "<main" },
];
const full = { signIns: 300, requests: 2_000 };
const rough = { signIns: 60, requests: 400 };
const slices = 20;
const atOnce = 8;

/** Gives one table. The stores are measured in turn, so that both meet the same machine. */
export async function* run({ quick }) {
  if (process.platform !== "linux")
    throw new CannotMeasure("CPU is read from /proc, on Linux only");
  const { signIns, requests } = quick ? rough : full;
  const sandbox = await startSandbox();
  const apps = [];
  for (const { kind, settings, cpuOfServer } of await stores()) {
    const app = await startApp({ ...sandbox.settings, ...settings });
    apps.push({ ...app, kind, cpuOfServer });
  }

  const measured = new Map();
  for (let slice = -2; slice < slices; slice += 1) {
    for (const app of slice % 2 ? apps : apps.toReversed()) {
      const browser = openBrowser(); // the one before may be signed out: a person has fifty sessions
      await browser.signIn(app.origin);
      const note = (name, figures) => {
        const key = `${app.kind} ${name}`;
        if (slice >= 0) measured.set(key, [...(measured.get(key) ?? []), figures]);
      };
      const signIn = () => openBrowser().signIn(app.origin);
      note("a sign-in", await costOf(signIn, { app, sandbox, times: signIns / slices }));
      for (const page of pages) {
        const times = requests / slices;
        note(page.name, await costOf(() => open(page, { app, browser }), { app, sandbox, times }));
      }
    }
  }
  yield tableOf({ apps, measured, requests, signIns });
}

/** SQLite, and Redis where there is one. */
async function stores() {
  const file = join(temporaryFolder().folder, "sessions.db");
  const sqlite = { kind: "SQLite", settings: { SESSION_DB: file }, cpuOfServer: () => 0 };
  try {
    redis.requireRoom(1_000);
  } catch (error) {
    console.error(error.message);
    return [sqlite];
  }
  const { url, cpuOfServer } = await redis.place();
  return [sqlite, { kind: "Redis", settings: { REDIS_URL: url }, cpuOfServer }];
}

async function open({ path, isSignedIn, shows }, { app: { origin }, browser }) {
  const { status, text } = await (isSignedIn ? browser : openBrowser()).get(`${origin}${path}`);
  if (status !== 200 || !text.includes(shows))
    throw new Error(`${path} is ${status}, or not right`);
}

/** Milliseconds of CPU of the app's process and of Redis, and calls to Asana, for each time. */
async function costOf(work, { app, sandbox, times }) {
  const serverBefore = await app.cpuOfServer();
  const [cpuBefore, callsBefore] = [app.cpu(), sandbox.calls.length];
  for (let done = 0; done < times; done += atOnce) {
    await Promise.all(Array.from({ length: Math.min(atOnce, times - done) }, work));
  }
  return {
    cpuMs: (app.cpu() - cpuBefore) / times / 1000,
    serverMs: ((await app.cpuOfServer()) - serverBefore) / times / 1000,
    calls: (sandbox.calls.length - callsBefore) / times,
  };
}

function tableOf({ apps, measured, requests, signIns }) {
  const rows = ["a sign-in", ...pages.map(({ name }) => name)].map((name) => {
    const figures = apps.map(({ kind }) => measured.get(`${kind} ${name}`));
    const cpu = figures.map((all) => median(all.map(({ cpuMs }) => cpuMs)));
    const ofServer = median(figures.at(-1).map(({ serverMs }) => serverMs));
    const calls = median(figures.flat().map((one) => one.calls)).toFixed(1);
    return { name, cells: [...[...cpu, ofServer].map((ms) => ms.toFixed(2)), calls] };
  });
  const memory = apps.map((app) => (app.memory() / 1e6).toFixed(0));
  return {
    title: `ms of CPU of the app's process, ${atOnce} at once, median of ${slices} slices of ${requests / slices} (${signIns / slices} sign-ins)`,
    columns: [...apps.map(({ kind }) => `on ${kind}`), "Redis itself", "calls to Asana"],
    rows: [...rows, { name: "MB of memory afterwards", cells: [...memory, "", ""] }],
  };
}
