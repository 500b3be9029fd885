import { describe, expect, test } from "@jest/globals";
import {
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
import { aFaultyAsana } from "../support/faulty-asana.ts";
import { complaintsAbout } from "../support/watched-browser.ts";
import { newTask, task, taskCircumstances } from "./task-circumstances.ts";

const tasks: Page = [200, "Your tasks", "Write the welcome text", "Repair the bicycle"];

const table: readonly Ends[] = [
  {
    circumstance: taskCircumstances.list,
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
    circumstance: taskCircumstances.oneThing,
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
    circumstance: taskCircumstances.write,
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

test("a page that asks three times in a row waits no longer than its time in all", async () => {
  const asana = await aFaultyAsana({ pageTimeMs: 2_000 });
  const { app, sandbox, browser } = asana;
  await taskCircumstances.list.begin(asana);
  sandbox.setSwitches({ slow: { endpoint: "rest", ms: 900 } });

  await browser.open(`${app.origin}/demo?workspace=1201000000000101&offset=made-up`);

  const { status, heading, text, milliseconds } = browser.last();
  expect([status, heading]).toEqual([200, "Your tasks"]);
  expect(text).toContain(slow); // the last one was cut short
  expect(milliseconds).toBeLessThan(15_000);
  expect(complaintsAbout(browser.seen, asana)).toEqual([]);
});
