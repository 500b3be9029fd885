import { describe, expect, test } from "@jest/globals";
import {
  always,
  type Ends,
  expected,
  failed,
  meetAndRecover,
  type Page,
  phrase,
  quickRows,
  shown,
  slow,
  slowest,
  told,
  uncertain,
  unreachable,
  unreadable,
} from "../support/fault-tables.ts";
import { circumstances } from "../support/faulty-asana.ts";
import { probePath, probeTitle } from "../support/probe.ts";
import { workspacesOfAna } from "../support/probe-page.ts";
import { complaintsAbout } from "../support/watched-browser.ts";

const profile: Page = [200, "Ana Everyday", /<img src="[^"]+ana\.svg"/];
const probe: Page = [200, probeTitle, ...workspacesOfAna];
const disconnected: Page = [200, "Sign in with Asana", "Disconnected. Asana no longer lets"];

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
  `href="${probePath}">Try again</a>`,
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
    after: probe,
  },
  {
    circumstance: circumstances.introspection,
    sessions: 1,
    met: always([200, "Ana Everyday", "Asana could not be asked.", "Example Organization"]),
    after: [200, "Ana Everyday", /^(?!.*could not be asked)/s, "Example Organization"],
  },
  {
    circumstance: circumstances.oneThing,
    sessions: 1,
    met: {
      ...told<Page>({
        failed: [502, "Asana has trouble of its own", failed, `href="${probePath}">Try again</a>`],
        reset: [
          502,
          "Asana could not be reached",
          unreachable,
          `href="${probePath}">Try again</a>`,
        ],
        unreadable: [502, "Asana's answer makes no sense", unreadable],
        slow: [504, "Asana is slow at the moment", slow, `href="${probePath}">Try again</a>`],
      }),
      500: [502, "Asana has trouble of its own", failed, phrase],
    },
    after: probe,
  },
  {
    circumstance: circumstances.write,
    sessions: 1,
    met: {
      ...told<Page>({
        failed: [200, probeTitle, "That did not work", `${failed} ${uncertain}`],
        reset: [200, probeTitle, "That did not work", `${unreachable} ${uncertain}`],
        unreadable: [200, probeTitle, "That did not work", `${unreadable} ${uncertain}`],
        slow: [200, probeTitle, "That did not work", `${slow} ${uncertain}`],
      }),
      500: [200, probeTitle, `${failed} ${uncertain}`, phrase],
    },
    // What was typed stood in the form again, and only its button was pressed.
    after: [200, probeTitle, "It was sent."],
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

describe("Asana fails, and the next time it works:", () => {
  test.each(quickRows(table))(
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
