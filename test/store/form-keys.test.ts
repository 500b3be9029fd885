import { describe, expect, test } from "@jest/globals";
import type { RunningApp } from "../support/app.ts";
import { aBrowser, formWith } from "../support/browser.ts";
import { aClock, minute, second } from "../support/clock.ts";
import { aFormSetUp, type OpenPage, submit } from "../support/forms.ts";
import { probePath } from "../support/probe.ts";
import { errorCodeIn, resultOf } from "../support/shown.ts";
import { signIn } from "../support/sign-in.ts";
import { rowCounts } from "../support/store-place.ts";

const send = "Send";
const sent = "It was sent.";

describe("the key of a form", () => {
  test("that another session used does nothing there, and shows nothing of it", async () => {
    const setUp = await aFormSetUp();
    const { app, sandbox, browser, open, changes } = setUp;
    const form = await open(probePath);
    const key = keyOf(form, send);
    const { location } = await submit(browser, form, send, { name: "Between us" });
    const other = aBrowser();
    await signIn(other, { app, sandbox });

    const seen = await other.open(app.origin + location);
    const { action, hidden } = formWith(seen.text, send);
    const used = await other.post(app.origin + action, { ...hidden, key, name: "Mine" });
    const after = await other.open(app.origin + used.headers.location);

    for (const page of [seen, after]) expect(resultOf(page).heading).toBe("");
    expect(changes()).toHaveLength(1);
    expect(resultOf(await open(location)).says).toBe(sent);
  });

  const badKeys: [string, Record<string, string>][] = [
    ["missing", {}],
    ["empty", { key: "" }],
    ["too short", { key: "a".repeat(21) }],
    ["too long", { key: "a".repeat(23) }],
    ["of other letters", { key: `${"a".repeat(21)}/` }],
    ["followed by a line end", { key: `${"a".repeat(22)}\n` }],
    ["under another name", { "key[]": "a".repeat(22) }],
  ];

  test.each(badKeys)("that is %s is 400, and nothing is sent", async (_name, field) => {
    const { app, browser, open, changes } = await aFormSetUp();
    const { hidden, action } = formWith((await open(probePath)).text, send);
    const { _csrf = "" } = hidden;

    const answer = await browser.post(app.origin + action, { _csrf, name: "Hello", ...field });

    expect([answer.status, errorCodeIn(answer)]).toEqual([400, "request-malformed"]);
    expect(changes()).toEqual([]);
  });

  test("is of no use without the session's own token", async () => {
    const { app, browser, open, changes } = await aFormSetUp();
    const { hidden, action } = formWith((await open(probePath)).text, send);

    const { key = "" } = hidden;
    const answer = await browser.post(app.origin + action, { key, name: "Hello" });

    expect([answer.status, errorCodeIn(answer)]).toEqual([403, "form-not-ours"]);
    expect(changes()).toEqual([]);
  });

  test("is of no use to whoever is signed out: they are led to the page by the button", async () => {
    const { app, open, changes } = await aFormSetUp();
    const { hidden, action } = formWith((await open(probePath)).text, send);

    const answer = await aBrowser().post(app.origin + action, { ...hidden, name: "Hello" });

    const returnTo = encodeURIComponent(probePath);
    expect([answer.status, answer.headers.location]).toEqual([303, `/?returnTo=${returnTo}`]);
    expect(changes()).toEqual([]);
  });
});

describe("a form that stands open in another tab", () => {
  test("is good after the same person has signed in again", async () => {
    const { app, sandbox, browser, open, changes } = await aFormSetUp();
    const form = await open(probePath);
    await signIn(browser, { app, sandbox });

    const { after } = await submit(browser, form, send, { name: "Still mine" });

    expect(resultOf(after).heading).toBe("Done");
    expect(changes()).toHaveLength(1);
  });

  test("is refused after another person has signed in", async () => {
    const { app, sandbox, browser, open, changes } = await aFormSetUp();
    const form = await open(probePath);
    await browser.open(`${sandbox.origin}/sandbox/use-another-person`);
    await signIn(browser, { app, sandbox }, { person: 3 });

    const answer = await browser.press(form, send, { name: "Not theirs" });

    expect([answer.status, errorCodeIn(answer)]).toEqual([403, "form-not-ours"]);
    expect(changes()).toEqual([]);
  });
});

describe("what a form did is remembered", () => {
  test("for ten minutes; then the same form is meant when it is sent again", async () => {
    const clock = aClock();
    const { browser, open, changes } = await aFormSetUp({ now: clock.now });
    const form = await open(probePath);
    const { location } = await submit(browser, form, send, { name: "Once" });

    clock.move(10 * minute - second);
    const justBefore = await open(location);
    clock.move(second);
    const justAfter = await open(location);
    const again = await submit(browser, form, send, { name: "Again" });

    expect(resultOf(justBefore).says).toBe(sent);
    expect(resultOf(justAfter).heading).toBe("");
    expect(resultOf(again.after).says).toBe(sent);
    expect(changes()).toHaveLength(2);
  });

  test("for the newest twenty of a session; another session's stay", async () => {
    const { app, sandbox, browser, open } = await aFormSetUp();
    const other = aBrowser();
    await signIn(other, { app, sandbox });
    const theirs = await submit(other, await other.open(app.origin + probePath), send, {
      name: "Theirs",
    });
    const locations: string[] = [];

    for (let number = 1; number <= 21; number += 1) {
      const { location } = await submit(browser, await open(probePath), send, { name: "" });
      locations.push(location);
    }

    const shown = await Promise.all(locations.map((location) => open(location)));
    const isKept = shown.map((page) => resultOf(page).heading !== "");
    expect(isKept).toEqual([false, ...Array(20).fill(true)]);
    expect(resultOf(await other.open(app.origin + theirs.location)).heading).toBe("Done");
    expect(await formsIn(app)).toBe(21);
  });

  test("as long as the session: nothing of it is left after signing out", async () => {
    const { app, browser, open } = await aFormSetUp();
    const { after } = await submit(browser, await open(probePath), send, { name: "Once" });

    await browser.press(after, "Sign out");

    expect(await formsIn(app)).toBe(0);
  });
});

function keyOf({ text }: OpenPage, button: string): string {
  return formWith(text, button).hidden.key ?? "";
}

/** How many forms are remembered. */
async function formsIn(app: RunningApp): Promise<number> {
  return (await rowCounts(app)).forms;
}
