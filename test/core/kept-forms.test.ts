import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import type { Switches } from "../../sandbox/switches.ts";
import { aBrowser, type Browser, formWith, unescapeHtml } from "../support/browser.ts";
import { aClock, minute, second } from "../support/clock.ts";
import { aFormSetUp, type OpenPage, submit } from "../support/forms.ts";
import { dropForms } from "../support/rows.ts";
import { resultOf, shownText } from "../support/shown.ts";
import { answerSandbox, signIn } from "../support/sign-in.ts";

const organization = "1201000000000101";
const welcomePage = "/demo/tasks/1201000000000401";
const keptFor = "What you typed is kept for ten minutes.";

const forms = [
  {
    button: "Create task",
    page: "/demo",
    typed: {
      name: 'Water the "plants" <b>',
      notes: "Twice\na week 🦊",
      due: "2030-01-31",
      workspace: organization,
    },
  },
  { button: "Rename", page: welcomePage, typed: { name: "A name typed with care" } },
  { button: "Comment", page: welcomePage, typed: { text: "\nA comment\n\ntyped with care" } },
] as const;

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

describe.each(forms)("the form with $button", ({ button, page, typed }) => {
  test("leads to a page that offers to connect again, and says that nothing is lost", async () => {
    const { sandbox, browser, open } = await aFormSetUp();
    const form = await open(page);
    sandbox.setSwitches({ revokeTokens: "now" });

    const { status, location, after } = await submit(browser, form, button, typed);

    expect([status, after.status]).toEqual([303, 403]);
    expect(after.text).toContain("<h1>Connect to Asana again</h1>");
    expect(shownText(after.text)).toContain(keptFor);
    expect(new URL(connectAddress(after)).searchParams.get("returnTo")).toBe(location);
    for (const secret of sandbox.issued) expect(after.text).not.toContain(secret);
  });

  test("is shown filled in after connecting again, and was not sent by itself", async () => {
    const { sandbox, browser, open, changes } = await aFormSetUp();
    const form = await open(page);
    sandbox.setSwitches({ revokeTokens: "now" });
    const { location, after } = await submit(browser, form, button, typed);
    const refused = changes().length;

    const back = await connectAgain(browser, sandbox, after);
    const reloaded = await browser.open(back.url);

    expect(new URL(back.url).pathname + new URL(back.url).search).toBe(location);
    for (const shown of [back, reloaded]) {
      expect(shown.status).toBe(200);
      expect(formWith(shown.text, button).visible).toMatchObject(typed);
      expect(resultOf(shown).says).toContain("Check what you typed, and send it again.");
    }
    expect(changes()).toHaveLength(refused);
  });

  test("is done once when its button is pressed then", async () => {
    const { sandbox, browser, open, changes } = await aFormSetUp();
    const form = await open(page);
    sandbox.setSwitches({ revokeTokens: "now" });
    const { after } = await submit(browser, form, button, typed);
    const refused = changes().length;

    const back = await connectAgain(browser, sandbox, after);
    const done = await submit(browser, back, button);

    expect(resultOf(done.after).heading).toBe("Done");
    expect(changes()).toHaveLength(refused + 1);
  });
});

test.each(endings)("a form is kept when %s", async (_name, end, switches) => {
  const { sandbox, browser, open } = await aFormSetUp({ sandbox: { switches } });
  const form = await open(welcomePage);
  await end({ sandbox, browser });

  const { after } = await submit(browser, form, "Comment", { text: "Typed with care" });
  const back = await connectAgain(browser, sandbox, after);

  expect(after.text).toContain("<h1>Connect to Asana again</h1>");
  expect(formWith(back.text, "Comment").visible).toMatchObject({ text: "Typed with care" });
});

test("the page that offers to connect again is shown when the store cannot say what is kept", async () => {
  const { app, sandbox, browser, open } = await aFormSetUp();
  const { location } = await submit(browser, await open(welcomePage), "Complete");
  sandbox.setSwitches({ revokeTokens: "now" });
  dropForms(app.databaseFile);

  const page = await open(location);

  expect(page.status).toBe(403);
  expect(page.text).toContain("Connect to Asana again");
  expect(page.text).not.toContain(keptFor);
});

test("a form is kept through Cancel, and through a second try", async () => {
  const { sandbox, browser, open } = await aFormSetUp();
  const form = await open(welcomePage);
  sandbox.setSwitches({ revokeTokens: "now" });
  const { location, after } = await submit(browser, form, "Comment", { text: "Typed with care" });

  await connectAgain(browser, sandbox, after, { press: "Deny" });
  const still = await open(location);
  const back = await connectAgain(browser, sandbox, still);

  expect(still.text).toContain("<h1>Connect to Asana again</h1>");
  expect(formWith(back.text, "Comment").visible).toMatchObject({ text: "Typed with care" });
});

describe("what was typed is nobody else's:", () => {
  test("another person who signs in in between does not see it", async () => {
    const { app, sandbox, browser, open } = await aFormSetUp();
    const form = await open("/demo");
    sandbox.setSwitches({ revokeTokens: "now" });
    const typed = { name: "Only for Ana", workspace: organization };
    const { location, after } = await submit(browser, form, "Create task", typed);

    const theirs = await connectAgain(browser, sandbox, after, { person: 3 });
    const again = await open(location);

    expect(theirs.text).toContain("No open task is assigned to you");
    for (const page of [theirs, again]) {
      expect(page.text).not.toContain("Only for Ana");
      expect(resultOf(page).heading).toBe("");
    }
    expect(filesOf(app.databaseFile).includes("Only for Ana")).toBe(false);
  });

  test("another session of the same person does not see it", async () => {
    const { app, sandbox, browser, open } = await aFormSetUp();
    const other = aBrowser();
    const form = await open(welcomePage);
    sandbox.setSwitches({ revokeTokens: "now" });
    const { location } = await submit(browser, form, "Comment", { text: "On my phone" });
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
    const [mine, theirs] = [await open(welcomePage), await other.open(app.origin + welcomePage)];
    sandbox.setSwitches({ revokeTokens: "now" });

    const one = await submit(browser, mine, "Comment", { text: "Typed here" });
    const two = await submit(other, theirs, "Comment", { text: "Typed there" });
    const back = [
      await connectAgain(browser, sandbox, one.after),
      await connectAgain(other, sandbox, two.after),
    ];

    expect(back.map(({ text }) => formWith(text, "Comment").visible)).toMatchObject([
      { text: "Typed here" },
      { text: "Typed there" },
    ]);
  });

  test("whoever reads the files does not see it", async () => {
    const { app, sandbox, browser, open } = await aFormSetUp();
    const form = await open(welcomePage);
    sandbox.setSwitches({ revokeTokens: "now" });

    const { location, after } = await submit(browser, form, "Comment", { text: "A secret wish" });
    const kept = filesOf(app.databaseFile);
    await connectAgain(browser, sandbox, after);
    const carriedOver = filesOf(app.databaseFile);

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
  const form = await open(welcomePage);
  sandbox.setSwitches({ revokeTokens: "now" });
  const { after } = await submit(browser, form, "Comment", { text: "Typed in time" });

  clock.move(waited);
  const back = await connectAgain(browser, sandbox, after);

  expect(back.status).toBe(200);
  expect(formWith(back.text, "Comment").visible).toMatchObject({ text });
});

describe("a form of", () => {
  test("almost 16 kB is kept whole", async () => {
    const { sandbox, browser, open } = await aFormSetUp();
    const text = "Sixteen-thousand-letters.".repeat(640);
    const form = await open(welcomePage);
    sandbox.setSwitches({ revokeTokens: "now" });

    const { after } = await submit(browser, form, "Comment", { text });
    const back = await connectAgain(browser, sandbox, after);

    expect(text).toHaveLength(16_000);
    expect(formWith(back.text, "Comment").visible).toMatchObject({ text });
  });

  test("more than that gets a page that says so, and nothing of it is kept", async () => {
    const { sandbox, browser, open, changes } = await aFormSetUp();
    const form = await open(welcomePage);
    sandbox.setSwitches({ revokeTokens: "now" });

    const answer = await browser.press(form, "Comment", { text: "x".repeat(16_384) });

    expect(answer.status).toBe(413);
    expect(answer.text).toContain("<h1>The form holds too much</h1>");
    expect(changes()).toEqual([]);
  });
});

/** On the page of Asana's settings that lists the apps. */
async function deauthorize({ sandbox, browser }: { sandbox: Sandbox; browser: Browser }) {
  await browser.press(await browser.open(`${sandbox.origin}/apps`), "Deauthorize");
}

/** Presses "Connect to Asana again" and signs in there, as the same person unless told otherwise. */
async function connectAgain(
  browser: Browser,
  sandbox: Sandbox,
  page: OpenPage,
  { person = 0, press = "Allow" } = {},
): Promise<OpenPage> {
  let url = (await browser.get(connectAddress(page))).headers.location ?? "";
  if (person !== 0) url = await useAnotherPerson(browser, url);
  return browser.open(await answerSandbox(browser, { sandbox, url, person, press }));
}

/** Whoever is signed in at the sandbox leaves; the address where the next one begins. */
async function useAnotherPerson(browser: Browser, url: string): Promise<string> {
  const { text } = await browser.get(url);
  const link = /href="(\/sandbox\/use-another-person[^"]*)"/.exec(text)?.[1] ?? "";
  return (await browser.open(new URL(unescapeHtml(link), url).href)).url;
}

function connectAddress({ text, url }: OpenPage): string {
  const link = /href="([^"]*)">Connect to Asana again</.exec(text)?.[1] ?? "";
  return new URL(unescapeHtml(link), url).href;
}

/** The database with its log. */
function filesOf(databaseFile: string): Buffer {
  const files = [databaseFile, `${databaseFile}-wal`].filter((file) => existsSync(file));
  return Buffer.concat(files.map((file) => readFileSync(file)));
}
