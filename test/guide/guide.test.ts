import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { methods } from "../../src/features/guide/guide-methods.ts";
import { type Answers, questionNames, questions } from "../../src/features/guide/questions.ts";
import { recommend } from "../../src/features/guide/recommendation.ts";
import { ways } from "../../src/features/guide/ways.ts";
import { type Browser, unescapeHtml } from "../support/browser.ts";
import { aSetUp } from "../support/sign-in.ts";

type Choices = Readonly<Record<string, string>>;

const root = resolve(import.meta.dirname, "../..");
const undecided: Answers = {
  purpose: "not-sure",
  users: "not-sure",
  author: "not-sure",
  data: "not-sure",
  unattended: "not-sure",
  enterprise: "not-sure",
};

describe("the guide gives the method that Asana’s overview gives", () => {
  const token = "Personal access token";
  const account = "Service account";
  const rows: [string, Choices, string][] = [
    ["getting started quickly", { purpose: "quick-start" }, token],
    ["a script for one user", { purpose: "own-script", users: "only-me" }, token],
    ["actions not authored by me", { purpose: "bot" }, `${token} of a bot user`],
    [
      "such actions across an Enterprise organization",
      { purpose: "bot", data: "organization", enterprise: "yes" },
      account,
    ],
    ["an app for many users", { purpose: "act-for-many" }, "OAuth"],
    ["logging in with Asana", { purpose: "sign-in" }, "OpenID Connect"],
    ["more access than I have", { purpose: "own-script", data: "organization" }, account],
    ["periodic backups", { purpose: "backup" }, account],
    ["user management", { purpose: "user-administration" }, account],
    ["management of team members", { purpose: "team-administration" }, account],
    ["cleaning up inactive projects", { purpose: "clean-up" }, account],
    ["standardizing objects", { purpose: "standardizing" }, account],
    ["an integration over all data", { purpose: "integration" }, account],
    ["endpoints that need a service account", { purpose: "service-account-endpoints" }, account],
  ];

  test.each(rows)("for %s", async (_use, choices, method) => {
    const answer = await answerTo(choices);

    expect(answer.heading).toBe(method);
  });
});

describe("a combination of methods", () => {
  test.each<[string, Choices, string]>([
    [
      "signing in, and acting in each person’s name",
      { purpose: "sign-in", author: "person" },
      "OpenID Connect and OAuth, with one registration",
    ],
    [
      "both of them named as the purpose",
      { purpose: "sign-in-and-act" },
      "OpenID Connect and OAuth, with one registration",
    ],
    [
      "signing in, and acting in a bot’s name",
      { purpose: "sign-in", author: "bot" },
      "OpenID Connect, and a personal access token of a bot user",
    ],
    [
      "signing in, and seeing everything",
      { purpose: "sign-in", data: "organization", enterprise: "yes" },
      "OpenID Connect, and a service account",
    ],
  ])("is the answer for %s", async (_use, choices, methods) => {
    const answer = await answerTo(choices);

    expect(answer.heading).toBe(methods);
  });

  test("names what both share once, and why not the rest", async () => {
    const { text } = await answerTo({ purpose: "sign-in-and-act", users: "anybody" });

    expect(text.split("Register the app")).toHaveLength(2);
    expect(text.split("<code>ASANA_CLIENT_ID</code>")).toHaveLength(2);
    expect(headingsOf(text, 4)).toEqual(
      expect.arrayContaining(["Personal access token", "Service account"]),
    );
  });
});

describe("without a purpose", () => {
  test.each<[Choices, string]>([
    [{ users: "only-me" }, "Personal access token"],
    [{ users: "anybody" }, "OpenID Connect and OAuth, with one registration"],
    [{ author: "none" }, "OpenID Connect"],
    [{ author: "bot" }, "Personal access token of a bot user"],
    [
      { author: "person", users: "organization" },
      "OpenID Connect and OAuth, with one registration",
    ],
    [{ author: "person" }, "OAuth"],
    [{ data: "organization" }, "Service account"],
    [{ data: "identity" }, "OpenID Connect"],
    [{ data: "each-user" }, "OAuth"],
  ])("%j is answered by %s", async (choices, method) => {
    const answer = await answerTo(choices);

    expect(answer.heading).toBe(method);
  });

  test.each<[Choices]>([[{}], [{ unattended: "always" }], [{ enterprise: "yes" }]])(
    "%j is too little to choose by, and the page says so",
    async (choices) => {
      const { heading, text } = await answerTo(choices);

      expect(heading).toBeUndefined();
      expect(text).toContain("That is too little to choose by.");
    },
  );
});

describe("answers that contradict each other", () => {
  test.each<[string, Choices, RegExp]>([
    [
      "a backup without an Enterprise plan",
      { purpose: "backup", enterprise: "no" },
      /those need an Enterprise plan\. Possible without: .* only what that user sees/,
    ],
    [
      "service-account endpoints without an Enterprise plan",
      { purpose: "service-account-endpoints", enterprise: "no" },
      /these endpoints refuse every token\. Possible without: the ordinary endpoints/,
    ],
    [
      "a backup, the plan unknown",
      { purpose: "backup" },
      /Find out first whether the organization has an Enterprise plan/,
    ],
    [
      "everything, in each person’s name",
      { purpose: "integration", author: "person", enterprise: "yes" },
      /exclude each other/,
    ],
    [
      "a script of my own that anybody uses",
      { purpose: "own-script", users: "anybody" },
      /As soon as others use it, take OAuth/,
    ],
    [
      "only signing in, and always running",
      { purpose: "sign-in", unattended: "always" },
      /OpenID Connect does nothing while nobody is there/,
    ],
    [
      "a bot that sees everything",
      { purpose: "bot", data: "organization" },
      /sees only what is shared with it/,
    ],
    [
      "a backup that only signs people in",
      { purpose: "backup", author: "none", enterprise: "yes" },
      /You say that it only signs people in\. If that is all, OpenID Connect is enough/,
    ],
    ["OAuth in a bot’s name", { purpose: "act-for-many", author: "bot" }, /add a .* bot user/],
  ])("%s: the answer says what is possible instead", async (_case, choices, words) => {
    const { text } = await answerTo(choices);

    expect(headingsOf(text, 3)).toContain("Before you follow it");
    expect(text).toMatch(words);
  });

  test("are told from those that do not", async () => {
    const { text } = await answerTo({
      purpose: "act-for-many",
      author: "person",
      users: "anybody",
    });

    expect(headingsOf(text, 3)).not.toContain("Before you follow it");
  });
});

describe("the address of an answer", () => {
  const choices = { purpose: "backup", users: "only-me", enterprise: "yes" };

  test("is shown, leaves out what nobody answered, and gives the same answer again", async () => {
    const { browser, origin, text } = await answerTo(choices);

    const [, url = ""] = /share the answer: <a href="([^"]*)"/.exec(text) ?? [];
    const again = await browser.get(unescapeHtml(url));

    const query = "purpose=backup&users=only-me&enterprise=yes";
    expect(unescapeHtml(url)).toBe(`${origin}/guide?${query}`);
    expect(again.text).toBe(text);
  });

  test("fills the form with the answers", async () => {
    const { text } = await answerTo(choices);

    expect(checkedIn(text)).toEqual({ ...undecided, ...choices });
    expect(text).toContain('href="/guide">Start again</a>');
  });

  test("with a value that is no option is answered without it, says so and does not repeat it", async () => {
    const { app, browser } = await aSetUp();
    const foreign = "<b>4711</b>";

    const answers = await Promise.all(
      [
        `purpose=backup&users=${encodeURIComponent(foreign)}`,
        "purpose=backup&users=constructor",
        "purpose=backup&purpose=sign-in",
      ].map((query) => browser.get(`${app.origin}/guide?${query}`)),
    );

    for (const { status, text } of answers) {
      expect(status).toBe(200);
      expect(answerHeading(text)).toBe("Service account");
      expect(text).toContain("Part of the address is none of the answers below and was ignored.");
      expect(text).not.toMatch(/4711|constructor/);
      expect(checkedIn(text)).toEqual({ ...undecided, purpose: "backup" });
    }
  });

  test("with nothing foreign in it is answered without such a note", async () => {
    const { text } = await answerTo(choices);

    expect(text).not.toContain("was ignored");
  });
});

test("the guide is public, asks six questions and has everybody begin with “not sure”", async () => {
  const { app, browser } = await aSetUp();

  const { status, text } = await browser.get(`${app.origin}/guide`);

  expect(status).toBe(200);
  expect(checkedIn(text)).toEqual(undecided);
  expect(text.match(/<fieldset[^>]*>\s*<legend>[^<]+<\/legend>/g)).toHaveLength(6);
  expect(answerHeading(text)).toBeUndefined();
  expect(text).not.toContain("too little");
});

test("every row of the table names the pages of Asana that it comes from", async () => {
  const { app, browser } = await aSetUp();

  const { text } = await browser.get(`${app.origin}/guide`);

  const table = /<table[\s\S]*<\/table>/.exec(text)?.[0] ?? "";
  const rows = table.split("<tr>").slice(2);
  const sources = rows.map((row) => /<td class="source">([^<]*)<\/td>/.exec(row)?.[1]);
  const aspects = rows.map((row) => /<th scope="row">([^<]*)</.exec(row)?.[1]);
  expect(aspects).toHaveLength(10);
  expect(rows.map((row) => row.split("<td").length - 1)).toEqual(rows.map(() => 5));
  for (const source of sources) {
    expect(source).toMatch(/Authentication overview|OAuth|OpenID Connect|token|Service accounts/);
  }
});

const namedFiles = [...Object.values(methods), ...Object.values(ways)]
  .flatMap(({ files = [] }) => files)
  .map(({ path }) => path);

test.each([...new Set(namedFiles)])("the file %s that the guide names is there", (path) => {
  expect(existsSync(resolve(root, path))).toBe(true);
});

test("whatever is answered, there are two to four reasons and a word on each other method", () => {
  const bad = everyAnswer().filter((answers) => {
    const recommendation = recommend(answers);
    if (!recommendation) return answers.purpose !== "not-sure";
    const { reasons, others, ways } = recommendation;
    const isComplete = others.length + ways.length === 4 && others.every((o) => o.objection !== "");
    return reasons.length < 2 || reasons.length > 4 || !isComplete;
  });

  expect(bad).toEqual([]);
});

test("the word on OAuth contradicts neither the people named nor a sign-in", () => {
  const bad = everyAnswer().filter(({ users, ...others }) => {
    const objections = recommend({ users, ...others })?.others.map((o) => o.objection) ?? [];
    const says = (words: string) => objections.some((objection) => objection.includes(words));
    const isMany = users === "organization" || users === "anybody";
    return (
      (isMany && says("you name none")) || (others.purpose === "sign-in" && says("one user needs"))
    );
  });

  expect(bad).toEqual([]);
});

test("a backup with an administrator’s token leads to the command that takes it", async () => {
  const { text } = await answerTo({ purpose: "backup", enterprise: "no" });

  expect(text).toContain("<code>src/tools/backup.ts</code>");
  expect(text).not.toContain("<code>src/features/bot/bot-comment.ts</code>");
});

interface GuideAnswer {
  readonly browser: Browser;
  readonly origin: string;
  readonly text: string;
  readonly heading: string | undefined;
}

/** Chooses in the form of the page as a person does, and submits it. */
async function answerTo(choices: Choices): Promise<GuideAnswer> {
  const { app, browser } = await aSetUp();
  const page = await browser.get(`${app.origin}/guide`);
  const [, action = ""] = /<form method="get" action="([^"]*)"/.exec(page.text) ?? [];
  for (const [name, value] of Object.entries(choices)) {
    const radio = `<input type="radio" name="${name}" value="${value}"`;
    if (!page.text.includes(radio)) throw new Error(`the form has no ${name}=${value}`);
  }
  const query = new URLSearchParams({ ...checkedIn(page.text), ...choices });
  const { text } = await browser.get(`${app.origin}${action}?${query}`);
  return { browser, origin: app.origin, text, heading: answerHeading(text) };
}

function checkedIn(text: string): Record<string, string> {
  const checked = text.matchAll(/<input type="radio" name="([^"]*)" value="([^"]*)" checked>/g);
  return Object.fromEntries([...checked].map(([, name, value]) => [name, value]));
}

function answerHeading(text: string): string | undefined {
  return /<h2 id="answer">([^<]*)<\/h2>/.exec(text)?.[1];
}

function headingsOf(text: string, level: number): string[] {
  const headings = text.matchAll(new RegExp(`<h${level}[^>]*>([^<]*)</h${level}>`, "g"));
  return [...headings].map(([, words = ""]) => unescapeHtml(words));
}

/** Each combination of answers that the form can send. */
function everyAnswer(): Answers[] {
  return questionNames.reduce<Answers[]>(
    (all, name) =>
      all.flatMap((answers) =>
        Object.keys(questions[name].options).map((value) => ({ ...answers, [name]: value })),
      ),
    [undecided],
  );
}
