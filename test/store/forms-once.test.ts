import { describe, expect, test } from "@jest/globals";
import { startApp } from "../support/app.ts";
import { formWith } from "../support/browser.ts";
import { aFormSetUp, submit } from "../support/forms.ts";
import { probePath } from "../support/probe.ts";
import { until } from "../support/process.ts";
import { allScopes } from "../support/sandbox-client.ts";
import { resultOf } from "../support/shown.ts";

const organization = "1201000000000101";
const send = "Send";
const typed = { name: "Only one" };

/** So slow that a second click arrives before the first is done. */
const slowly = { slow: { endpoint: "rest", ms: 200 } } as const;

describe("a form", () => {
  test("sent twice at the same time does it once, and both lead to the same page", async () => {
    const { sandbox, browser, open, changes } = await aFormSetUp();
    const form = await open(probePath);
    sandbox.setSwitches(slowly);

    const answers = await Promise.all([
      browser.press(form, send, typed),
      browser.press(form, send, typed),
    ]);

    const [one, other] = answers.map(({ headers }) => headers.location);
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    expect(one).toBe(other);
    expect(changes()).toEqual(["POST /tasks"]);
    expect(resultOf(await open(one ?? "")).heading).toBe("Done");
  });

  test("sent again later does nothing, and leads to the same page", async () => {
    const { browser, open, changes } = await aFormSetUp();
    const form = await open(probePath);

    const first = await browser.press(form, send, typed);
    const again = await browser.press(form, send, typed);

    expect(again.headers.location).toBe(first.headers.location);
    expect(changes()).toEqual(["POST /tasks"]);
  });

  test("is not sent again when the page after it is loaded again", async () => {
    const { browser, open, changes } = await aFormSetUp();

    const { location, after } = await submit(browser, await open(probePath), send, typed);
    const reloaded = await open(location);

    expect(resultOf(reloaded)).toEqual(resultOf(after));
    expect(changes()).toEqual(["POST /tasks"]);
  });
});

describe("two processes on one store", () => {
  test("that get the same form at the same time do it once", async () => {
    const { app, sandbox, browser, open, changes } = await aFormSetUp();
    const other = await startApp({
      settings: { ...sandbox.settings, ASANA_SCOPES: allScopes },
      place: app.place,
    });
    const form = await open(probePath);
    const { action, hidden } = formWith(form.text, send);
    const fields = { ...hidden, ...typed };
    sandbox.setSwitches(slowly);

    const answers = await Promise.all([
      browser.post(app.origin + action, fields),
      browser.post(other.origin + action, fields),
    ]);

    const [one, two] = answers.map(({ headers }) => headers.location);
    expect([one, one]).toEqual([expect.stringContaining(probePath), two]);
    expect(changes()).toEqual(["POST /tasks"]);
  });

  test("say that it is under way to whoever has waited long enough, then what came of it", async () => {
    const { app, sandbox, browser, open, changes } = await aFormSetUp();
    const impatient = await startApp({
      settings: { ...sandbox.settings, ASANA_SCOPES: allScopes },
      place: app.place,
      pageTimeMs: 1_000,
    });
    const form = await open(probePath);
    const { action, hidden } = formWith(form.text, send);
    const fields = { ...hidden, ...typed };
    sandbox.setSwitches({ slow: { endpoint: "rest", ms: 3_000, method: "POST" } });

    const first = browser.post(app.origin + action, fields);
    await until(() => changes().length === 1);
    const second = await browser.post(impatient.origin + action, fields);
    const meanwhile = await browser.open(impatient.origin + second.headers.location);
    await first;
    const afterwards = await open(second.headers.location ?? "");

    expect(resultOf(meanwhile).says).toContain("This was sent, and Asana has not answered yet");
    expect(resultOf(afterwards)).toMatchObject({
      says: "It was sent.",
    });
    expect(changes()).toHaveLength(1);
  });
});

test("a second click while Asana is slow waits for the first", async () => {
  const { sandbox, browser, open, changes } = await aFormSetUp();
  const form = await open(probePath);
  sandbox.setSwitches({ slow: { endpoint: "rest", ms: 700, method: "POST" } });

  const first = browser.press(form, send, typed);
  await until(() => changes().length === 1);
  const second = await submit(browser, form, send, typed);

  expect(second.location).toBe((await first).headers.location);
  expect(resultOf(second.after)).toMatchObject({ heading: "Done" });
  expect(changes()).toHaveLength(1);
});

test("a form that was begun longer ago than a page may take is not waited for", async () => {
  let time = Date.now();
  const { app, sandbox, browser, open, changes } = await aFormSetUp({ now: () => time });
  const form = await open(probePath);
  sandbox.setSwitches({ slow: { endpoint: "rest", ms: 12_000, method: "POST" } });
  const neverHeardOf = browser.press(form, send, typed).catch(() => "cut off");
  await until(() => changes().length === 1);
  time += 14_000;

  const start = performance.now();
  const { after } = await submit(browser, form, send, typed);

  expect(performance.now() - start).toBeLessThan(10_000);
  expect(resultOf(after).says).toContain("This was sent, and Asana has not answered yet");
  expect(changes()).toHaveLength(1);
  await app.stop();
  await neverHeardOf;
});

test("a form that failed is shown again with another key, and works when sent again", async () => {
  const { sandbox, browser, open, ask } = await aFormSetUp();
  sandbox.setSwitches({ fail: { endpoint: "rest", kind: 500, times: 1, method: "POST" } });

  const page = await open(probePath);
  const failed = await submit(browser, page, send, { name: "At last" });
  const { after } = await submit(browser, failed.after, send);

  expect(resultOf(failed.after).heading).toBe("That did not work");
  expect(formWith(failed.after.text, send).hidden.key).not.toBe(
    formWith(page.text, send).hidden.key,
  );
  expect(resultOf(after)).toEqual({ heading: "Done", says: "It was sent." });
  const { data: tasks } = await ask(`/tasks?assignee=me&workspace=${organization}&limit=100`);
  expect(tasks.filter(({ name }) => String(name) === "At last")).toHaveLength(1);
});
