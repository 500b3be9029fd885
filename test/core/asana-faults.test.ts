import { describe, expect, test } from "@jest/globals";
import type { FaultKind } from "../../sandbox/fault-rules.ts";
import {
  aFaultyAsana,
  type Circumstance,
  circumstances,
  type FaultyAsana,
  newTask,
  setFault,
  task,
} from "../support/faulty-asana.ts";
import { rowCounts } from "../support/rows.ts";
import { complaintsAbout, missingWords, type Seen } from "../support/watched-browser.ts";

/** The page that a person gets: status, heading, words. */
type Page = readonly [status: number, heading: string, ...says: (string | RegExp)[]];

const quickKinds = [
  500,
  "502html",
  "no-errors",
  "empty",
  "reset",
  "cut-off",
  "truncated",
  "huge",
  "html",
] as const satisfies FaultKind[];

/** Asana says itself that it failed; the answer breaks or is no JSON; it never comes. */
function told<Words>(words: { failed: Words; reset: Words; unreadable: Words; slow: Words }) {
  const { failed, reset, unreadable, slow } = words;
  return {
    500: failed,
    "502html": failed,
    "no-errors": failed,
    empty: failed,
    reset,
    "cut-off": unreadable,
    truncated: unreadable,
    huge: unreadable,
    html: unreadable,
    slow,
  } satisfies Record<FaultKind, Words>;
}

function always(page: Page): Record<FaultKind, Page> {
  return told({ failed: page, reset: page, unreadable: page, slow: page });
}

const failed = "Asana had an error of its own.";
const unreachable = "Asana could not be reached.";
const unreadable = "Asana's answer could not be read.";
const slow = "Asana took too long to answer.";
const phrase = /will ask for this: 6 sad squid snuggle softly/;
const uncertain = "It may have been done all the same: look before you send it again.";

const profile: Page = [200, "Ana Everyday", /<img src="[^"]+ana\.svg"/];
const tasks: Page = [200, "Your tasks", "Write the welcome text", "Repair the bicycle"];
const disconnected: Page = [200, "Sign in with Asana", "Disconnected. Asana no longer lets"];

interface Ends {
  readonly circumstance: Circumstance;
  readonly met: Record<FaultKind, Page>;
  /** The first page after it is over. */
  readonly after: Page;
  /** Whether somebody is signed in while it lasts. */
  readonly sessions: 0 | 1;
}

const signInFailed: Page = [
  502,
  "Asana could not complete the sign-in",
  "<code>provider-failed</code>",
];
const damaged: Page = [502, "Asana's answer could not be trusted", "<code>answer-untrusted</code>"];
const notRenewed: Page = [
  502,
  "Asana did not renew this app's access",
  "Nothing is lost.",
  'href="/demo">Try again</a>',
];
const notConfirmed: Page = [
  200,
  "Sign in with Asana",
  "Asana did not confirm that it is withdrawn",
  "profile settings, Apps, Deauthorize",
];

const table: readonly Ends[] = [
  {
    circumstance: circumstances.discovery,
    sessions: 0,
    met: always([
      503,
      "Asana cannot be reached at the moment",
      "<code>provider-unavailable</code>",
    ]),
    after: profile,
  },
  {
    circumstance: circumstances.signIn,
    sessions: 0,
    met: {
      ...always(signInFailed),
      slow: [504, "Asana took too long to answer", "<code>provider-slow</code>"],
      // Half an answer, and good JSON without anything that was asked for.
      "cut-off": damaged,
      truncated: damaged,
      huge: damaged,
    },
    after: profile,
  },
  { circumstance: circumstances.keys, sessions: 0, met: always(signInFailed), after: profile },
  {
    circumstance: circumstances.userInfo,
    sessions: 1, // which only adds: the sign-in goes on without it
    met: always([200, "Ana Everyday", "ana@example.com", '<span aria-hidden="true">AE</span>']),
    after: profile,
  },
  {
    circumstance: circumstances.refresh,
    sessions: 1,
    met: {
      ...always(notRenewed),
      slow: [504, "Asana took too long to renew this app's access", "Nothing is lost."],
    },
    after: tasks,
  },
  {
    circumstance: circumstances.introspection,
    sessions: 1,
    met: always([200, "Ana Everyday", "Asana could not be asked.", "Example Organization"]),
    after: [200, "Ana Everyday", /^(?!.*could not be asked)/s, "Example Organization"],
  },
  {
    circumstance: circumstances.list,
    sessions: 1,
    met: {
      ...told<Page>({
        failed: [200, "Your tasks", `Some tasks may be missing. ${failed}`],
        reset: [200, "Your tasks", `Some tasks may be missing. ${unreachable}`],
        unreadable: [200, "Your tasks", `Some tasks may be missing. ${unreadable}`],
        slow: [200, "Your tasks", `Some tasks may be missing. ${slow}`],
      }),
      500: [200, "Your tasks", `Some tasks may be missing. ${failed}`, phrase],
    },
    after: tasks,
  },
  {
    circumstance: circumstances.oneThing,
    sessions: 1,
    met: {
      ...told<Page>({
        failed: [502, "Asana has trouble of its own", failed, `href="${task}">Try again</a>`],
        reset: [502, "Asana could not be reached", unreachable, `href="${task}">Try again</a>`],
        unreadable: [502, "Asana's answer makes no sense", unreadable],
        slow: [504, "Asana is slow at the moment", slow, `href="${task}">Try again</a>`],
      }),
      500: [502, "Asana has trouble of its own", failed, phrase],
    },
    after: [200, "Write the welcome text"],
  },
  {
    circumstance: circumstances.write,
    sessions: 1,
    met: {
      ...told<Page>({
        failed: [200, "Your tasks", "That did not work", `${failed} ${uncertain}`],
        reset: [200, "Your tasks", "That did not work", `${unreachable} ${uncertain}`],
        unreadable: [200, "Your tasks", "That did not work", `${unreadable} ${uncertain}`],
        slow: [200, "Your tasks", "That did not work", `${slow} ${uncertain}`],
      }),
      500: [200, "Your tasks", `${failed} ${uncertain}`, phrase],
    },
    // What was typed stood in the form again, and only its button was pressed.
    after: [200, newTask.name, "The task was created.", "May 6, 2030", newTask.notes],
  },
  {
    circumstance: circumstances.revocation,
    sessions: 0,
    met: told<Page>({
      failed: notConfirmed,
      reset: notConfirmed,
      unreadable: disconnected, // 200 is all that Asana promises
      slow: notConfirmed,
    }),
    after: disconnected,
  },
];

const quick = quickKinds.flatMap((kind) => table.map((ends) => ({ kind, ...ends })));

describe("Asana fails, and the next time it works:", () => {
  test.each(quick.map((row) => [`${row.circumstance.words}, ${row.kind}`, row] as const))(
    "%s",
    async (_title, { circumstance, kind, met, after, sessions }) => {
      const { asana, failing, recovered, rows } = await meetAndRecover(circumstance, kind);

      expect(shown(failing, met[kind])).toEqual(expected(met[kind]));
      expect(rows).toMatchObject({ sessions, tokens: sessions });
      expect(shown(recovered, after)).toEqual(expected(after));
      expect(slowest(asana)).toBeLessThan(15_000);
      expect(complaintsAbout(asana.browser.seen, asana)).toEqual([]);
    },
  );

  test("anything, with no answer for half a minute", async () => {
    const walks = await Promise.all(
      table.map(async (ends) => ({
        ...ends,
        ...(await meetAndRecover(ends.circumstance, "slow")),
      })),
    );

    for (const { circumstance, met, after, asana, failing, recovered } of walks) {
      const { words } = circumstance;
      expect({ words, ...shown(failing, met.slow) }).toEqual({ words, ...expected(met.slow) });
      expect({ words, ...shown(recovered, after) }).toEqual({ words, ...expected(after) });
      expect(slowest(asana)).toBeLessThan(15_000);
      expect(complaintsAbout(asana.browser.seen, asana)).toEqual([]);
    }
  });
});

test("a page that asks three times in a row waits no longer than its time in all", async () => {
  const asana = await aFaultyAsana({ pageTimeMs: 2_000 });
  const { app, sandbox, browser } = asana;
  await circumstances.list.begin(asana);
  sandbox.setSwitches({ slow: { endpoint: "rest", ms: 900 } });

  await browser.open(`${app.origin}/demo?workspace=1201000000000101&offset=made-up`);

  const { status, heading, text, milliseconds } = browser.last();
  expect([status, heading]).toEqual([200, "Your tasks"]);
  expect(text).toContain(slow); // the last one was cut short
  expect(milliseconds).toBeLessThan(15_000);
  expect(complaintsAbout(browser.seen, asana)).toEqual([]);
});

/** Goes somewhere, meets the fault there, and does the next thing when it is over. */
async function meetAndRecover(circumstance: Circumstance, kind: FaultKind) {
  const asana = await aFaultyAsana();
  const page = await circumstance.begin(asana);
  setFault(asana, circumstance, kind);
  const metPage = await circumstance.meet(asana, page);
  const failing = asana.browser.last();
  const rows = rowCounts(asana.app.databaseFile);
  setFault(asana, circumstance, undefined);
  await circumstance.again(asana, metPage);
  return { asana, failing, rows, recovered: asana.browser.last() };
}

/** A page, with the words that were missed: so that a failed test tells what there was. */
function shown(seen: Seen, [, , ...says]: Page) {
  const { status, heading } = seen;
  return { status, heading, missing: missingWords(seen, says) };
}

function expected([status, heading]: Page) {
  return { status, heading, missing: [] };
}

function slowest({ app, browser }: FaultyAsana): number {
  const ofApp = browser.seen.filter(({ url }) => url.startsWith(app.origin));
  return Math.max(...ofApp.map(({ milliseconds }) => milliseconds));
}
