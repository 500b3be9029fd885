import { describe, expect, test } from "@jest/globals";
import { signInAtLiar } from "../support/lying-provider.ts";

describe("the demo", () => {
  const workspaces = { body: { data: [{ gid: "1", name: "One" }] } };

  test("says that there is more when Asana has another page", async () => {
    const data = [{ gid: "1", name: "A task" }];
    const { app, browser } = await signInAtLiar({
      answers: {
        "/workspaces": workspaces,
        "/tasks": { body: { data, next_page: { offset: "next" } } },
      },
    });

    expect((await browser.get(`${app.origin}/demo`)).text).toContain("You have more open tasks");
  });

  test("asks for ten workspaces at once and stops when it has enough", async () => {
    const many = Array.from({ length: 35 }, (_, index) => ({ gid: `${index}`, name: "One" }));
    const tasks = Array.from({ length: 6 }, (_, index) => ({ gid: `${index}`, name: "A task" }));
    const { app, browser } = await signInAtLiar({
      answers: { "/workspaces": { body: { data: many } }, "/tasks": { body: { data: tasks } } },
    });

    const { text } = await browser.get(`${app.origin}/demo`);

    expect(text.match(/class="task"/g)).toHaveLength(50);
    expect(text.match(/GET http:[^ <]*\/tasks\?/g)).toHaveLength(10);
    expect(text).toContain("You have more open tasks");
  });

  test("names a task that has no name", async () => {
    const { app, browser } = await signInAtLiar({
      answers: {
        "/workspaces": workspaces,
        "/tasks": { body: { data: [{ gid: "1", name: "" }] } },
      },
    });

    expect((await browser.get(`${app.origin}/demo`)).text).toContain("Task without a name");
  });

  test.each([
    ["an object without data", {}],
    ["gids as numbers", { data: [{ gid: 1, name: "One" }] }],
    ["a list of nulls", { data: [null] }],
  ])("says so when the answer is %s", async (_name, body) => {
    const { app, browser } = await signInAtLiar({ answers: { "/workspaces": { body } } });

    const { status, text } = await browser.get(`${app.origin}/demo`);

    expect([status, text]).toEqual([200, expect.stringContaining("answer could not be read")]);
  });
});
