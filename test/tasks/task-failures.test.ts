import { describe, expect, test } from "@jest/globals";
import type { Switches } from "../../sandbox/switches.ts";
import { formWith } from "../support/browser.ts";
import { aFormSetUp, submit } from "../support/forms.ts";
import { resultOf } from "../support/shown.ts";

const welcomePage = "/demo/tasks/1201000000000401";
const maybeDone = "It may have been done all the same: look before you send it again.";

type Kind = Exclude<Switches["fail"], "off">["kind"];
const failing = (kind: Kind): Partial<Switches> => ({
  fail: { endpoint: "rest", kind, times: 9, method: "POST" },
});

/** How Asana fails; whether it may have done it unseen; what the person reads. */
const failures: readonly [string, Partial<Switches>, "maybe" | "not", RegExp][] = [
  ["an error with a phrase", failing(500), "maybe", /ask for this: 6 sad squid snuggle softly/],
  ["an error page of HTML", failing("502html"), "maybe", /Asana had an error of its own/],
  ["an error without JSON", failing("empty"), "maybe", /Asana had an error of its own/],
  ["an error of another shape", failing("no-errors"), "maybe", /Asana had an error of its own/],
  ["a broken connection", failing("reset"), "maybe", /Asana could not be reached/],
  ["JSON that ends in the middle", failing("cut-off"), "maybe", /answer could not be read/],
  ["an answer that breaks off", failing("truncated"), "maybe", /answer could not be read/],
  ["12 MB", failing("huge"), "maybe", /answer could not be read/],
  ["a page of HTML", failing("html"), "maybe", /answer could not be read/],
  [
    "no answer in time",
    { slow: { endpoint: "rest", method: "POST", ms: 20_000 } },
    "maybe",
    /Asana took too long/,
  ],
  ["a rate limit", { force429: 1, retryAfterSeconds: 40 }, "not", /Wait 40 seconds/],
];

describe.each(failures)("a comment that Asana answers with %s", (...row) => {
  const [, switches, isDone, says] = row;

  test("is sent once; the page says what happened and shows the text again", async () => {
    const { sandbox, browser, open, changes } = await aFormSetUp({ pageTimeMs: 3_000 });
    const page = await open(welcomePage);
    sandbox.setSwitches(switches);

    const { status, after } = await submit(browser, page, "Comment", { text: "Typed with care" });

    const result = resultOf(after);
    expect([status, after.status, result.heading]).toEqual([303, 200, "That did not work"]);
    expect(result.says).toMatch(says);
    expect(result.says.includes(maybeDone)).toBe(isDone === "maybe");
    expect(formWith(after.text, "Comment").visible).toEqual({
      text: "Typed with care",
      author: "me",
    });
    expect(changes()).toHaveLength(1);
    expect(after.text).not.toMatch(/SyntaxError|fetch failed|terminated|at .*\.[jt]s:\d/);
  });

  test("is done by the first request after it is over", async () => {
    const { sandbox, browser, open } = await aFormSetUp({ pageTimeMs: 3_000 });
    const page = await open(welcomePage);
    sandbox.setSwitches(switches);
    const failed = await submit(browser, page, "Comment", { text: "Typed with care" });

    sandbox.setSwitches({ fail: "off", slow: "off", force429: 0 });
    const { after } = await submit(browser, failed.after, "Comment");

    expect(resultOf(after).says).toBe(
      "Your comment was added. Asana names Ana Everyday as its author.",
    );
  });
});

test("a short rate limit is waited for, and the change is made", async () => {
  const { sandbox, browser, open, changes, calls } = await aFormSetUp();
  const page = await open(welcomePage);
  sandbox.setSwitches({ force429: 1, retryAfterSeconds: 1 });

  const { after } = await submit(browser, page, "Complete");

  expect(resultOf(after).heading).toBe("Done");
  expect(calls.ofForms.map(({ status }) => status)).toEqual([429, 200]);
  expect(changes()).toHaveLength(2);
});

test("comments that cannot be read leave the task and its forms in place", async () => {
  const { sandbox, browser, open } = await aFormSetUp();
  const path = "/tasks/1201000000000401/stories";
  sandbox.setSwitches({ fail: { endpoint: "rest", kind: 500, times: 2, path } });

  const page = await open(welcomePage);
  const { after } = await submit(browser, page, "Comment", { text: "All the same" });

  expect(page.status).toBe(200);
  expect(page.text).toContain("Comments are missing. Asana had an error of its own.");
  expect(page.text).not.toContain("Nobody has commented yet");
  expect(resultOf(after).heading).toBe("Done");
});
