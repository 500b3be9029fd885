import { METHODS } from "node:http";
import { describe, expect, test } from "@jest/globals";
import { Router } from "express";
import type { Feature } from "../../src/web/feature.ts";
import { action, page, type Row } from "../../src/web/who-may/row.ts";
import { sendRaw } from "../support/any-method.ts";
import type { RunningApp } from "../support/app.ts";
import { aBrowser, type Browser } from "../support/browser.ts";
import { routesOf } from "../support/routes.ts";
import { aSetUp, signIn } from "../support/sign-in.ts";

/** The gid of a task that Ana and Mira see, and a value for parameters of other names. */
const values: Readonly<Record<string, string>> = { gid: "1201000000000404", path: "tokens.css" };

/** What the rows let a person do, and what the app lets them do, told alike. */
type Outcome = "let in" | "sent to sign in" | "refused: administrators only";

/** Pages for administrators, with a parameter that is no gid, and a form below it. */
const closed: Feature = {
  name: "closed",
  rows: [
    page("/closed", "administrator"),
    page("/closed/:item", "administrator"),
    action("/closed/:item/change", "administrator", "/closed/:item"),
  ],
  routes() {
    const router = Router();
    router.get("/closed", (_request, response) => void response.send("secret"));
    router.get("/closed/:item", (_request, response) => void response.send("secret"));
    router.post("/closed/:item/change", (_request, response) => void response.send("secret"));
    return router;
  },
};

/** Handlers that no row speaks of, beside rows and below them. */
const unlistedPaths = [
  "/unlisted",
  "/profile/unlisted",
  "/auth/unlisted",
  "/closed/item/unlisted",
  "/cssx/tokens.css",
  "/probe/:anything",
  "/unlisted/*rest",
];
const unlisted: Feature = {
  name: "unlisted",
  routes() {
    const router = Router();
    for (const path of unlistedPaths) {
      router.all(path, (_request, response) => void response.send("reached"));
    }
    return router;
  },
};

/** A path that has a row, with a method that has none. */
const otherMethods: Feature = {
  name: "other-methods",
  routes() {
    const router = Router();
    router.all("/probe", (request, response, next) => {
      if (["GET", "HEAD"].includes(request.method)) next();
      else response.send("reached");
    });
    return router;
  },
};

describe("every route of the app", () => {
  test("has a row, and every row a route", async () => {
    const { app } = await aSetUp({ features: [closed] });

    const routes = routesOf(app.express).map((route) =>
      route.replace("/closed,/closed", "/closed"),
    );

    expect(new Set(routes)).toEqual(new Set(app.rows.map(nameOf)));
  });
});

describe.each([
  ["a stranger", undefined],
  ["a person", 3],
  ["an administrator", 0],
])("%s", (_who, person) => {
  test("reaches no handler without a row, by any method", async () => {
    const { app, browser } = await aVisitor({ person, features: [unlisted] });

    const answers = await Promise.all(
      unlistedPaths.flatMap((path) =>
        methods.map(async (method) => {
          const url = app.origin + path.replace(":anything", "1").replace("*rest", "a/b");
          const { status, text } = await sendRaw(browser, url, method);
          return { method, path, status, isReached: text.includes("reached") };
        }),
      ),
    );

    expect(answers.length).toBe(unlistedPaths.length * methods.length);
    expect(answers.filter(({ status, isReached }) => status !== 404 || isReached)).toEqual([]);
  });

  test("reaches no handler of a method that the path has no row for", async () => {
    const { app, browser } = await aVisitor({ person, features: [otherMethods] });

    for (const method of methods.filter((name) => !["GET", "HEAD"].includes(name))) {
      const { status, headers, text } = await sendRaw(browser, `${app.origin}/probe`, method);

      expect({ method, status, allow: headers.allow }).toEqual({
        method,
        status: 405,
        allow: "GET, HEAD",
      });
      expect(text).not.toContain("reached");
    }
  });

  test.each(["/closed/1/../unlisted", "/%75nlisted", "//unlisted", "/UNLISTED/", "/unlisted;/css"])(
    "reaches none by the spelling %s",
    async (path) => {
      const { app, browser } = await aVisitor({ person, features: [unlisted] });

      const { text } = await sendRaw(browser, app.origin + path, "GET");

      expect(text).not.toContain("reached");
    },
  );
});

test("a parameter that must be an id of Asana's is one, before any handler sees it", async () => {
  const byGid: Feature = {
    name: "by-gid",
    rows: [page("/things/:gid", "anybody")],
    routes() {
      const router = Router();
      router.get("/things/:name", (_request, response) => void response.send("reached"));
      return router;
    },
  };
  const { app, browser } = await aSetUp({ features: [byGid] });

  const [gid, word] = [
    await browser.get(`${app.origin}/things/12`),
    await browser.get(`${app.origin}/things/new`),
  ];

  expect([gid.text, word.status]).toEqual(["reached", 404]);
});

test("of two rows that speak of a path, both have to be satisfied", async () => {
  const twice: Feature = {
    name: "twice",
    rows: [page("/things/:name", "anybody"), page("/things/secret", "administrator")],
    routes() {
      const router = Router();
      router.get("/things/:name", (_request, response) => void response.send("reached"));
      return router;
    },
  };
  const { app, browser } = await aSetUp({ features: [twice] });

  const [open, secret] = [
    await browser.get(`${app.origin}/things/open`),
    await browser.get(`${app.origin}/things/secret`),
  ];

  expect([open.text, secret.status]).toEqual(["reached", 302]);
});

test("a page that is not there shows a person that they are signed in", async () => {
  const { app, browser } = await aVisitor({ person: 0 });

  const { status, text } = await browser.get(`${app.origin}/nothing-here`);

  expect(status).toBe(404);
  expect(text).toContain("Sign out");
});

describe("the app keeps to its rows for", () => {
  test("a stranger", async () => {
    const { app, browser } = await aVisitor({});

    expect(await walk(app, browser)).toEqual(
      expectedFor(app, ({ role }) => (role === "anybody" ? "let in" : "sent to sign in")),
    );
  });

  test("a member, who is no administrator", async () => {
    const { app, browser } = await aVisitor({ person: 3 });

    expect(await walk(app, browser)).toEqual(
      expectedFor(app, ({ role }) =>
        role === "administrator" ? "refused: administrators only" : "let in",
      ),
    );
  });

  test("an administrator", async () => {
    const { app, browser } = await aVisitor({ person: 0 });

    expect(await walk(app, browser)).toEqual(expectedFor(app, () => "let in"));
  });

  test("nobody as an administrator when ADMIN_USER_IDS names nobody", async () => {
    const { app, browser } = await aVisitor({ person: 0, settings: { ADMIN_USER_IDS: "9" } });

    const { "GET /closed": page } = await walk(app, browser);

    expect(page).toBe("refused: administrators only");
  });
});

describe("no spelling of an address gets past its row:", () => {
  test.each([
    "/Closed",
    "/closed/",
    "/CLOSED/item",
    "/%63losed",
    "/closed/item?x",
    "/closed/%69tem",
    "//closed",
    "/./closed",
    "/x/../closed",
    "/closed%2fitem",
    "/closed/item/",
  ])("%s", async (path) => {
    const { app, sandbox } = await aVisitor({});
    const member = aBrowser();
    await signIn(member, { app, sandbox }, { person: 3 });

    for (const browser of [aBrowser(), member]) {
      const { status, text } = await sendRaw(browser, app.origin + path, "GET");

      expect([302, 403, 404]).toContain(status);
      expect(text).not.toContain("secret");
    }
  });
});

/** The methods that a client can send and read the answer of. */
const methods = METHODS.filter((name) => name !== "CONNECT");

async function aVisitor(options: {
  readonly person?: number | undefined;
  readonly features?: readonly Feature[];
  readonly settings?: Readonly<Record<string, string>>;
}) {
  const { person, features = [], settings = {} } = options;
  const setUp = await aSetUp({ settings, features: [closed, ...features] });
  if (person !== undefined) await signIn(setUp.browser, setUp, { person });
  return setUp;
}

/** Asks for everything that has a row; forms go without their token, so that nothing is done. */
async function walk(app: RunningApp, browser: Browser): Promise<Record<string, Outcome>> {
  const outcomes: Record<string, Outcome> = {};
  for (const row of app.rows) outcomes[nameOf(row)] = await outcomeOf(row, app, browser);
  return outcomes;
}

async function outcomeOf(row: Row, app: RunningApp, browser: Browser): Promise<Outcome> {
  const url = app.origin + withValues(row.path);
  const answer = row.method === "GET" ? await browser.get(url) : await browser.post(url, {});
  const wanted = withValues(row.formPage ?? row.path);
  const toSignIn = `/?${new URLSearchParams({ returnTo: wanted })}`;
  if (answer.headers.location === toSignIn) return "sent to sign in";
  return answer.status === 403 && answer.text.includes("administrators-only")
    ? "refused: administrators only"
    : "let in";
}

function withValues(path: string): string {
  return path.replace(/[:*](\w+)/g, (_whole, name: string) => values[name] ?? "item");
}

function expectedFor(app: RunningApp, outcome: (row: Row) => Outcome): Record<string, Outcome> {
  return Object.fromEntries(app.rows.map((row) => [nameOf(row), outcome(row)]));
}

function nameOf({ method, path }: Row): string {
  return `${method} ${path}`;
}
