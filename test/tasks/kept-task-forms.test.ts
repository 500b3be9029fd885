import { describe, expect, test } from "@jest/globals";
import { taskPath, tasksPath } from "../../src/features/tasks/task-addresses.ts";
import { formWith } from "../support/browser.ts";
import { connectAddress, connectAgain } from "../support/connect-again.ts";
import { aFormSetUp, submit } from "../support/forms.ts";
import { resultOf, shownText } from "../support/shown.ts";

const organization = "1201000000000101";
const welcomePage = taskPath("1201000000000401");
const keptFor = "What you typed is kept for ten minutes.";

const forms = [
  {
    button: "Create task",
    page: tasksPath,
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

    const back = await connectAgain(browser, after, { sandbox });
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

    const back = await connectAgain(browser, after, { sandbox });
    const done = await submit(browser, back, button);

    expect(resultOf(done.after).heading).toBe("Done");
    expect(changes()).toHaveLength(refused + 1);
  });
});
