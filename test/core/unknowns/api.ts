import { personalAccessToken } from "../../../sandbox/fixed-values.ts";
import { minute } from "../../support/clock.ts";
import { api } from "../../support/sandbox-client.ts";
import type { Happening, Unknown, Walk } from "../../support/unknowns.ts";
import { asBen, asEver, emptyList, notice, signedIn, tasks } from "./endings.ts";

const organization = "1201000000000101";

const pageTooOld: Happening = {
  before: "demo",
  words: "the second page of a list, half an hour later",
  async perform(walk) {
    const { app, browser, clock } = walk;
    await giveTasks(walk, 25);
    const first = await browser.look(`${app.origin}/demo?workspace=${organization}`);
    const [, next = ""] = /href="([^"]*offset=[^"]*)"/.exec(first.text) ?? [];
    clock.move(30 * minute);
    return app.origin + next;
  },
};

const busyMinute: Happening = {
  before: "demo",
  words: "150 calls in this minute",
  async perform({ sandbox }) {
    const token = sandbox.secrets.findLast(({ kind }) => kind === "access")?.value;
    await Promise.all(Array.from({ length: 150 }, () => api(sandbox, token, "/workspaces")));
  },
};

async function giveTasks({ sandbox }: Walk, count: number): Promise<void> {
  const assignee = sandbox.people[0]?.gid;
  for (let number = 1; number <= count; number += 1) {
    const data = { name: `Task ${number}`, assignee, workspace: organization };
    await api(sandbox, personalAccessToken, "POST /tasks", { data });
  }
}

const slowDown = "Asana asks this app to slow down.";
const failed = "Asana had an error of its own.";
const unreadable = "Asana's answer could not be read.";

/** What is unknown about the REST API. */
export const apiUnknowns: readonly Unknown[] = [
  ...([400, 412] as const).map((offsetStatus) => ({
    unknown: "expired offset status",
    switches: { offsetStatus, offsetTtlSeconds: 1800 },
    happening: pageTooOld,
    ...asEver,
    demo: notice("That page of the list was too old for Asana, so this is the first one."),
  })),
  {
    unknown: "expired offset status",
    switches: { offsetTtlSeconds: 1801 },
    happening: pageTooOld,
    ...asEver,
    demo: tasks(undefined, "First page"), // the link back, which the second page has
  },
  {
    unknown: "`resource_type` with `opt_fields`",
    switches: { optFieldsType: "absent" },
    ...asEver,
  },
  {
    unknown: "`resource_type` with `opt_fields`",
    switches: { optFieldsType: "present" },
    ...asEver,
  },
  {
    unknown: "`Retry-After`",
    switches: { force429: 1, retryAfter: "seconds", retryAfterSeconds: 1 },
    ...asEver,
  },
  {
    unknown: "`Retry-After`",
    switches: { force429: 1, retryAfter: "date", retryAfterSeconds: 1 },
    ...asEver,
  },
  {
    unknown: "`Retry-After`",
    switches: { force429: 1, retryAfter: "seconds", retryAfterSeconds: 30 },
    ...asEver,
    demo: notice(/slow down.* Wait 30 seconds\./),
  },
  {
    unknown: "`Retry-After`",
    switches: { force429: 1, retryAfter: "date", retryAfterSeconds: 30 },
    ...asEver,
    demo: notice(/slow down.* Wait ([12]\d|30) seconds\./), // a date has no fractions of a second
  },
  {
    unknown: "`Retry-After`",
    switches: { force429: 1, retryAfter: "absent" },
    ...asEver,
    demo: notice(/slow down.* Wait 60 seconds\./),
  },
  ...(["seconds", "date"] as const).map((retryAfter) => ({
    unknown: "`Retry-After`",
    switches: { force429: 1, retryAfter, retryAfterSeconds: 100_000 },
    ...asEver,
    demo: notice(/slow down.* Wait 15 minutes\./),
  })),
  { unknown: "`Retry-After`", switches: { rateLimit: "off" }, happening: busyMinute, ...asEver },
  { unknown: "`Retry-After`", switches: { rateLimit: "paid" }, happening: busyMinute, ...asEver },
  {
    unknown: "`Retry-After`",
    switches: { rateLimit: "free" },
    happening: busyMinute,
    ...asEver,
    demo: notice(slowDown),
  },
  ...([500, "502html", "no-errors", "empty"] as const).flatMap((kind) => [
    {
      unknown: "error body",
      switches: { fail: { endpoint: "rest", kind, times: 1 } as const },
      ...asEver,
    },
    {
      unknown: "error body",
      switches: { fail: { endpoint: "rest", kind, times: 2 } as const },
      ...asEver,
      demo: notice(failed),
    },
  ]),
  {
    unknown: "error body",
    switches: { fail: { endpoint: "rest", kind: "reset", times: 1 } },
    ...asEver,
  },
  {
    unknown: "error body",
    switches: { fail: { endpoint: "rest", kind: "reset", times: 2 } },
    ...asEver,
    demo: notice("Asana could not be reached."),
  },
  ...(["cut-off", "truncated", "html", "huge"] as const).map((kind) => ({
    unknown: "error body",
    switches: { fail: { endpoint: "rest", kind, times: 1 } as const },
    ...asEver,
    demo: notice(unreadable),
  })),
  {
    unknown: "error body",
    switches: { fail: { endpoint: "rest", kind: "slow", times: 1 } },
    pageTimeMs: 3_000,
    ...asEver,
    demo: notice("Asana took too long to answer."),
  },
  { unknown: "`Asana-Change` header", switches: { asanaChange: "none" }, ...asEver },
  {
    unknown: "`Asana-Change` header",
    switches: { asanaChange: "name=new_ids,affected=true,name=other" },
    ...asEver,
    log: '"announcedChange":"name=new_ids,affected=true,name=other"',
  },
  { unknown: "workspaces at consent", switches: { workspaces: "all" }, ...asEver },
  {
    unknown: "workspaces at consent",
    switches: { workspaces: "all" },
    person: 1, // who has one
    ...asBen,
  },
  {
    unknown: "workspaces at consent",
    switches: { workspaces: "pick" }, // the helper that presses Allow picks none
    signIn: signedIn(),
    demo: emptyList(),
    refresh: emptyList({ refreshes: 1 }),
  },
];
