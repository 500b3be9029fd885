import { describe, expect, test } from "@jest/globals";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import type { Switches } from "../../sandbox/switches.ts";
import { aBrowser, type Browser, formWith } from "../support/browser.ts";
import { aClock, minute, second } from "../support/clock.ts";
import { connectAddress, connectAgain } from "../support/connect-again.ts";
import { aFormSetUp, submit } from "../support/forms.ts";
import { probePath } from "../support/probe.ts";
import { resultOf, shownText } from "../support/shown.ts";
import { signIn } from "../support/sign-in.ts";
import { dropForms, storedBytes } from "../support/store-place.ts";

const send = "Send";
const keptFor = "What you typed is kept for ten minutes.";

const typed = { name: 'Water the "plants" <b>' };

/** How the access ends while somebody is typing. */
const endings: readonly [
  string,
  (setUp: { sandbox: Sandbox; browser: Browser }) => unknown,
  Partial<Switches>,
][] = [
  ["everything was revoked", ({ sandbox }) => sandbox.setSwitches({ revokeTokens: "now" }), {}],
  ["the person deauthorized the app at Asana", deauthorize, {}],
  [
    "the tokens ran out",
    ({ sandbox }) => sandbox.setSwitches({ expireTokens: "now" }),
    { refreshTtlSeconds: 0 },
  ],
  [
    "they were never to be renewed",
    ({ sandbox }) => sandbox.setSwitches({ expireTokens: "now" }),
    { refreshToken: "absent" },
  ],
];

describe("a form whose access has ended", () => {
  test("leads to a page that offers to connect again, and says that nothing is lost", async () => {
    const { sandbox, browser, open } = await aFormSetUp();
    const form = await open(probePath);
    sandbox.setSwitches({ revokeTokens: "now" });

    const { status, location, after } = await submit(browser, form, send, typed);

    expect([status, after.status]).toEqual([303, 403]);
    expect(after.text).toContain("<h1>Connect to Asana again</h1>");
    expect(shownText(after.text)).toContain(keptFor);
    expect(new URL(connectAddress(after)).searchParams.get("returnTo")).toBe(location);
    for (const secret of sandbox.issued) expect(after.text).not.toContain(secret);
  });

  test("is shown filled in after connecting again, and was not sent by itself", async () => {
    const { sandbox, browser, open, changes } = await aFormSetUp();
    const form = await open(probePath);
    sandbox.setSwitches({ revokeTokens: "now" });
    const { location, after } = await submit(browser, form, send, typed);
    const refused = changes().length;

    const back = await connectAgain(browser, after, { sandbox });
    const reloaded = await browser.open(back.url);

    expect(new URL(back.url).pathname + new URL(back.url).search).toBe(location);
    for (const shown of [back, reloaded]) {
      expect(shown.status).toBe(200);
      expect(formWith(shown.text, send).visible).toMatchObject(typed);
      expect(resultOf(shown).says).toContain("Check what you typed, and send it again.");
    }
    expect(changes()).toHaveLength(refused);
  });

  test("is done once when its button is pressed then", async () => {
    const { sandbox, browser, open, changes } = await aFormSetUp();
    const form = await open(probePath);
    sandbox.setSwitches({ revokeTokens: "now" });
    const { after } = await submit(browser, form, send, typed);
    const refused = changes().length;

    const back = await connectAgain(browser, after, { sandbox });
    const done = await submit(browser, back, send);

    expect(resultOf(done.after).heading).toBe("Done");
    expect(changes()).toHaveLength(refused + 1);
  });
});

test.each(endings)("a form is kept when %s", async (_name, end, switches) => {
  const { sandbox, browser, open } = await aFormSetUp({ sandbox: { switches } });
  const form = await open(probePath);
  await end({ sandbox, browser });

  const { after } = await submit(browser, form, send, { name: "Typed with care" });
  const back = await connectAgain(browser, after, { sandbox });

  expect(after.text).toContain("<h1>Connect to Asana again</h1>");
  expect(formWith(back.text, send).visible).toMatchObject({ name: "Typed with care" });
});

test("the page that offers to connect again is shown when the store cannot say what is kept", async () => {
  const { app, sandbox, browser, open } = await aFormSetUp();
  const { location } = await submit(browser, await open(probePath), send, { name: "Done before" });
  sandbox.setSwitches({ revokeTokens: "now" });
  await dropForms(app.place);

  const page = await open(location);

  expect(page.status).toBe(403);
  expect(page.text).toContain("Connect to Asana again");
  expect(page.text).not.toContain(keptFor);
});

test("a form is kept through Cancel, and through a second try", async () => {
  const { sandbox, browser, open } = await aFormSetUp();
  const form = await open(probePath);
  sandbox.setSwitches({ revokeTokens: "now" });
  const { location, after } = await submit(browser, form, send, { name: "Typed with care" });

  await connectAgain(browser, after, { sandbox, press: "Deny" });
  const still = await open(location);
  const back = await connectAgain(browser, still, { sandbox });

  expect(still.text).toContain("<h1>Connect to Asana again</h1>");
  expect(formWith(back.text, send).visible).toMatchObject({ name: "Typed with care" });
});

describe("what was typed is nobody else's:", () => {
  test("another person who signs in in between does not see it", async () => {
    const { app, sandbox, browser, open } = await aFormSetUp();
    const form = await open(probePath);
    sandbox.setSwitches({ revokeTokens: "now" });
    const { location, after } = await submit(browser, form, send, { name: "Only for Ana" });

    const theirs = await connectAgain(browser, after, { sandbox, person: 3 });
    const again = await open(location);

    expect(theirs.text).toContain("<bdi>Example Organization</bdi>");
    expect(theirs.text).not.toContain("<bdi>Home</bdi>");
    for (const page of [theirs, again]) {
      expect(page.text).not.toContain("Only for Ana");
      expect(resultOf(page).heading).toBe("");
    }
    expect((await storedBytes(app)).includes("Only for Ana")).toBe(false);
  });

  test("another session of the same person does not see it", async () => {
    const { app, sandbox, browser, open } = await aFormSetUp();
    const other = aBrowser();
    const form = await open(probePath);
    sandbox.setSwitches({ revokeTokens: "now" });
    const { location } = await submit(browser, form, send, { name: "On my phone" });
    await signIn(other, { app, sandbox });

    const theirs = await other.open(app.origin + location);

    expect(theirs.status).toBe(200);
    expect(theirs.text).not.toContain("On my phone");
    expect(resultOf(theirs).heading).toBe("");
  });

  test("two sessions each see their own", async () => {
    const { app, sandbox, browser, open } = await aFormSetUp();
    const other = aBrowser();
    await signIn(other, { app, sandbox });
    const [mine, theirs] = [await open(probePath), await other.open(app.origin + probePath)];
    sandbox.setSwitches({ revokeTokens: "now" });

    const one = await submit(browser, mine, send, { name: "Typed here" });
    const two = await submit(other, theirs, send, { name: "Typed there" });
    const back = [
      await connectAgain(browser, one.after, { sandbox }),
      await connectAgain(other, two.after, { sandbox }),
    ];

    expect(back.map(({ text }) => formWith(text, send).visible)).toMatchObject([
      { name: "Typed here" },
      { name: "Typed there" },
    ]);
  });

  test("whoever reads the files does not see it", async () => {
    const { app, sandbox, browser, open } = await aFormSetUp();
    const form = await open(probePath);
    sandbox.setSwitches({ revokeTokens: "now" });

    const { location, after } = await submit(browser, form, send, { name: "A secret wish" });
    const kept = await storedBytes(app);
    await connectAgain(browser, after, { sandbox });
    const carriedOver = await storedBytes(app);

    const key = new URL(location, app.origin).searchParams.get("result") ?? "";
    expect(key).toHaveLength(22);
    for (const bytes of [kept, carriedOver]) {
      expect([bytes.includes("A secret wish"), bytes.includes(key)]).toEqual([false, false]);
    }
  });
});

test.each([
  ["just before ten minutes are over", 10 * minute - second, "Typed in time"],
  ["after ten minutes", 10 * minute, ""],
])("a form is looked for %s", async (_name, waited, text) => {
  const clock = aClock();
  const { sandbox, browser, open } = await aFormSetUp({ now: clock.now });
  const form = await open(probePath);
  sandbox.setSwitches({ revokeTokens: "now" });
  const { after } = await submit(browser, form, send, { name: "Typed in time" });

  clock.move(waited);
  const back = await connectAgain(browser, after, { sandbox });

  expect(back.status).toBe(200);
  expect(formWith(back.text, send).visible).toMatchObject({ name: text });
});

describe("a form of", () => {
  test("almost 16 kB is kept whole", async () => {
    const { sandbox, browser, open } = await aFormSetUp();
    const text = "Sixteen-thousand-letters.".repeat(640);
    const form = await open(probePath);
    sandbox.setSwitches({ revokeTokens: "now" });

    const { after } = await submit(browser, form, send, { name: text });
    const back = await connectAgain(browser, after, { sandbox });

    expect(text).toHaveLength(16_000);
    expect(formWith(back.text, send).visible).toMatchObject({ name: text });
  });

  test("more than that gets a page that says so, and nothing of it is kept", async () => {
    const { sandbox, browser, open, changes } = await aFormSetUp();
    const form = await open(probePath);
    sandbox.setSwitches({ revokeTokens: "now" });

    const answer = await browser.press(form, send, { name: "x".repeat(16_384) });

    expect(answer.status).toBe(413);
    expect(answer.text).toContain("<h1>The form holds too much</h1>");
    expect(changes()).toEqual([]);
  });
});

/** On the page of Asana's settings that lists the apps. */
async function deauthorize({ sandbox, browser }: { sandbox: Sandbox; browser: Browser }) {
  await browser.press(await browser.open(`${sandbox.origin}/apps`), "Deauthorize");
}
