import * as permissions from "../../../src/features/tasks/tasks-permissions.ts";
import type { SetUp } from "../../support/browser/steps.ts";

/** Gids and names of tasks of the first person in the sandbox. */
export const welcomeText = { gid: "1201000000000401", name: "Write the welcome text" };

/** For an app that asks everybody, at once, for all that its pages need. */
export const everyScope = `openid email profile ${Object.values(permissions)
  .map(({ scope }) => scope)
  .join(" ")}`;

/** What the sandbox was asked to change: `POST /tasks`. */
export function changesAt({ sandbox }: SetUp): string[] {
  return sandbox.requests
    .filter(({ method, path }) => method !== "GET" && path.startsWith("/api/1.0/"))
    .map(({ method, path }) => `${method} ${path.slice("/api/1.0".length)}`);
}
