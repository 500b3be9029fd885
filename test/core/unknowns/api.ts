import { api } from "../../support/sandbox-client.ts";
import type { Happening, Unknown } from "../../support/unknowns.ts";
import { asBen, asEver, callFailed, emptyList, signedIn } from "./endings.ts";

const busyMinute: Happening = {
  before: "probe",
  words: "150 calls in this minute",
  async perform({ sandbox }) {
    const token = sandbox.secrets.findLast(({ kind }) => kind === "access")?.value;
    await Promise.all(Array.from({ length: 150 }, () => api(sandbox, token, "/workspaces")));
  },
};

/** What is unknown about the REST API. */
export const apiUnknowns: readonly Unknown[] = [
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
    probe: callFailed("rate-limited", /Wait 30 seconds<\/p>/),
  },
  {
    unknown: "`Retry-After`",
    switches: { force429: 1, retryAfter: "date", retryAfterSeconds: 30 },
    ...asEver,
    probe: callFailed("rate-limited", /Wait ([12]\d|30) seconds<\/p>/), // a date has no fractions of a second
  },
  {
    unknown: "`Retry-After`",
    switches: { force429: 1, retryAfter: "absent" },
    ...asEver,
    probe: callFailed("rate-limited", /Wait 60 seconds<\/p>/),
  },
  ...(["seconds", "date"] as const).map((retryAfter) => ({
    unknown: "`Retry-After`",
    switches: { force429: 1, retryAfter, retryAfterSeconds: 100_000 },
    ...asEver,
    probe: callFailed("rate-limited", /Wait 15 minutes<\/p>/),
  })),
  { unknown: "`Retry-After`", switches: { rateLimit: "off" }, happening: busyMinute, ...asEver },
  { unknown: "`Retry-After`", switches: { rateLimit: "paid" }, happening: busyMinute, ...asEver },
  {
    unknown: "`Retry-After`",
    switches: { rateLimit: "free" },
    happening: busyMinute,
    ...asEver,
    probe: callFailed("rate-limited"),
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
      probe: callFailed("failed"),
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
    probe: callFailed("unreachable"),
  },
  ...(["cut-off", "truncated", "html", "huge"] as const).map((kind) => ({
    unknown: "error body",
    switches: { fail: { endpoint: "rest", kind, times: 1 } as const },
    ...asEver,
    probe: callFailed("unreadable"),
  })),
  {
    unknown: "error body",
    switches: { fail: { endpoint: "rest", kind: "slow", times: 1 } },
    pageTimeMs: 3_000,
    ...asEver,
    probe: callFailed("slow"),
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
    probe: emptyList(),
    refresh: emptyList({ refreshes: 1 }),
  },
];
