import { type Circumstance, open, pressing, signedInAt } from "../support/faulty-asana.ts";

export const task = "/demo/tasks/1201000000000401";
export const newTask = { name: "Water the plants", notes: "All of them", due: "2030-05-06" };

/** What the pages of the tasks ask of Asana. */
export const taskCircumstances = {
  list: {
    words: "a list",
    target: { endpoint: "rest" },
    begin: signedInAt("/"),
    meet: open("/demo"),
    again: open("/demo"),
  },
  oneThing: {
    words: "one thing",
    target: { endpoint: "rest", path: "/tasks" },
    begin: signedInAt("/"),
    meet: open(task),
    again: open(task),
  },
  write: {
    words: "a change",
    target: { endpoint: "rest", method: "POST" },
    begin: signedInAt("/demo"),
    meet: pressing("Create task", newTask),
    again: pressing("Create task"), // as the page shows it again
  },
} as const satisfies Record<string, Circumstance>;
