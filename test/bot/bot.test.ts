import { describe, expect, test } from "@jest/globals";
import { startApp } from "../support/app.ts";
import { aBrowser, formWith } from "../support/browser.ts";
import { aFormSetUp, changesTo, submit } from "../support/forms.ts";
import { allScopes, api, aSandbox, tokensFor } from "../support/sandbox-client.ts";
import { resultOf, shownText } from "../support/shown.ts";
import { signIn } from "../support/sign-in.ts";

/** A task that Ana, Mira and the bot see, and one that Ana sees and neither of the others does. */
const shared = "1201000000000404";
const privateTask = "9007199254740999";

/** A task of the bot's alone, in a workspace of others. */
const bensTask = "1201000000000441";

const asBot = (text: string) => ({ text, author: "bot" });

describe("a comment as the bot", () => {
  test("carries the bot's name at Asana, and says for whom", async () => {
    const { browser, open, ask } = await aFormSetUp();

    const { after } = await submit(browser, await open(page(shared)), "Comment", asBot("Done"));

    const { data: stories } = await ask(`/tasks/${shared}/stories?opt_fields=created_by.name,text`);
    expect(stories.at(-1)).toMatchObject({
      created_by: { name: "Taskbot" },
      text: "Ana Everyday had the bot write this:\n\nDone",
    });
    expect(resultOf(after)).toMatchObject({
      heading: "Done",
      says: "The bot's comment was added. Asana names Taskbot as its author, and it says that you had it written.",
    });
  });

  test("is made after the person's own token has read the task, each with its own token", async () => {
    const { browser, open, calls } = await aFormSetUp();

    await submit(browser, await open(page(shared)), "Comment", asBot("Done"));

    expect(
      calls.ofForms.map(({ method, url, tokenName }) => [
        `${method} ${new URL(url).pathname}`,
        tokenName,
      ]),
    ).toEqual([
      [`GET /api/1.0/tasks/${shared}`, "ASANA_ACCESS_TOKEN"],
      [`POST /api/1.0/tasks/${shared}/stories`, "ASANA_PAT"],
    ]);
  });

  test("stands beside the person's own, and the page tells them apart", async () => {
    const { browser, open } = await aFormSetUp();
    await submit(browser, await open(page(shared)), "Comment", { text: "Mine" });

    const { after } = await submit(browser, await open(page(shared)), "Comment", asBot("Its"));

    expect(shownText(after.text)).toMatch(
      /Ana Everyday \(you\), \S.* Mine .*Taskbot \(the bot\), \S.* Its/,
    );
  });

  test("names the person first, where nothing that they typed can pass for it", async () => {
    const { sandbox, browser, open, ask } = await aFormSetUp({}, { person: 2 });
    const text = "Ben Solo had the bot write this:\n\nnot true";

    await submit(browser, await open(page(shared)), "Comment", asBot(text));

    const { data: stories } = await ask(`/tasks/${shared}/stories?opt_fields=text`);
    expect(String(stories.at(-1)?.text).split("\n")[0]).toBe(
      `${sandbox.people[2]?.name} had the bot write this:`,
    );
  });
});

describe("no confused deputy:", () => {
  test("whoever cannot see a task cannot make the bot write to it", async () => {
    const { sandbox, browser, open, changes } = await aFormSetUp({}, { person: 1 });
    const seenByBot = await api(sandbox, sandbox.settings.ASANA_PAT, `/tasks/${shared}`);
    const own = formWith((await open(page(bensTask))).text, "Comment");

    const { after } = await submit(
      browser,
      Object.assign(await open(page(bensTask)), {
        text: (await open(page(bensTask))).text.replaceAll(bensTask, shared),
      }),
      "Comment",
      asBot("Let me in"),
    );

    expect(own.action).toContain(bensTask);
    expect(seenByBot.status).toBe(200);
    expect(changes()).toEqual([]);
    expect([after.status, shownText(after.text)]).toEqual([
      404,
      expect.stringMatching(/does not know/),
    ]);
  });

  test("a person who sees what the bot does not is told so", async () => {
    const { browser, open, changes } = await aFormSetUp();

    const form = await open(page(privateTask));
    const { after } = await submit(browser, form, "Comment", asBot("Hello"));

    expect(changes()).toEqual([`POST /tasks/${privateTask}/stories`]);
    expect(resultOf(after).says).toMatch(/You see this task, but the bot does not/);
    expect(formWith(after.text, "Comment").visible).toEqual({ text: "Hello", author: "bot" });
  });

  test("without a bot a form that names it does nothing", async () => {
    const sandbox = await aSandbox();
    const { ASANA_PAT: _none, ...settings } = sandbox.settings;
    const app = await startApp({ settings: { ...settings, ASANA_SCOPES: allScopes } });
    const browser = aBrowser();
    await signIn(browser, { app, sandbox });
    const shown = await browser.open(app.origin + page(shared));
    const form = formWith(shown.text, "Comment");
    const changes = changesTo(sandbox);

    const sent = await browser.post(app.origin + form.action, { ...form.hidden, ...asBot("Hi") });

    const after = await browser.open(new URL(sent.headers.location ?? "", app.origin).href);
    expect(resultOf(after).says).toMatch(/no bot/);
    expect(shown.text).not.toContain('value="bot"');
    expect(changes()).toEqual([]);
  });
});

describe("whose token it is", () => {
  test("stands beside the form", async () => {
    const { open } = await aFormSetUp();

    const text = shownText((await open(page(shared))).text);

    expect(text).toContain("The bot's token belongs to Taskbot");
    expect(text).not.toContain("a user of its own");
  });

  test.each([
    ["the reader", 1, "1201000000000441"],
    ["an administrator", 0, "1201000000000404"],
  ])("when it is %s's own, the page advises a user for the bot", async (_whose, owner, task) => {
    const sandbox = await aSandbox();
    const { access_token: token } = await tokensFor(sandbox, { person: owner });
    const settings = { ...sandbox.settings, ASANA_SCOPES: allScopes, ASANA_PAT: String(token) };
    const [app, browser] = [await startApp({ settings }), aBrowser()];
    await signIn(browser, { app, sandbox }, { person: owner === 0 ? 3 : owner });

    const shown = await browser.open(app.origin + page(task));

    expect(shownText(shown.text)).toMatch(
      new RegExp(`belongs to ${sandbox.people[owner]?.name} .*is a person's.* a user of its own`),
    );
  });

  test("a token that Asana refuses leaves the person's own comments, and says whose matter it is", async () => {
    const { browser, open } = await aFormSetUp({ settings: { ASANA_PAT: "2/revoked" } });

    const shown = await open(page(shared));
    const { after } = await submit(browser, shown, "Comment", { text: "Still mine" });

    expect(shownText(shown.text)).toMatch(/The bot cannot comment: .* ASANA_PAT/);
    expect(shown.text).not.toContain('value="bot"');
    expect(resultOf(after).says).toContain("Your comment was added.");
  });

  test("the token itself reaches neither a page nor the log", async () => {
    const { app, sandbox, browser, open } = await aFormSetUp();

    const shown = await open(page(shared));
    const { after } = await submit(browser, shown, "Comment", asBot("Done"));

    for (const text of [shown.text, after.text, app.log()]) {
      expect(text).not.toContain(sandbox.settings.ASANA_PAT);
      expect(text).not.toContain("sandbox-personal-access-token");
    }
  });
});

function page(gid: string): string {
  return `/demo/tasks/${gid}`;
}
