import type { BrowserContext } from "playwright-core";
import type { SetUp } from "./steps.ts";

/**
 * What a browser finds fault with from now on: warnings and errors of its console (broken content
 * security policies are there too), requests to strangers, answers that are errors.
 */
export function complaintsOf(context: BrowserContext, { app, sandbox }: SetUp): readonly string[] {
  const complaints: string[] = [];
  context.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) {
      complaints.push(`${message.type()} in the console: ${message.text()}`);
    }
  });
  context.on("weberror", (failure) => complaints.push(`script failed: ${failure.error()}`));
  context.on("request", (request) => {
    const isOurs = [app.origin, sandbox.origin].includes(new URL(request.url()).origin);
    if (!isOurs) complaints.push(`request to a stranger: ${request.url()}`);
  });
  context.on("response", (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()} from ${response.url()}`);
  });
  return complaints;
}
