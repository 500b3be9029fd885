import * as v from "valibot";
import type { AsanaClient } from "../../asana/client.ts";
import type { Project } from "../../asana/projects.ts";
import { apiErrorWords } from "../../words/api-error-words.ts";
import { shownText } from "../command-line/shown-text.ts";
import type { Confirmation } from "./confirmation.ts";
import { type Outcome, oneByOne } from "./one-by-one.ts";

/**
 * Archives projects after the operator has confirmed it. Says the result for each.
 *
 * @param say prints a line for the operator
 * @returns the exit code: 0 done, or the operator said no; 1 some could not be archived; 2 not
 *   confirmed, and no terminal to ask at
 * @throws AsanaApiError `unauthorized`; the signal's reason
 */
export async function archiveProjects(
  projects: readonly Project[],
  about: {
    readonly client: AsanaClient;
    readonly confirmation: Confirmation;
    readonly say: (line: string) => void;
    readonly signal: AbortSignal;
  },
): Promise<number> {
  const { client, confirmation, say, signal } = about;
  if (projects.length === 0) {
    say("Nothing to archive.");
    return 0;
  }
  say(`${counted(projects.length)} would be archived. Asana can bring archived projects back.`);
  if (confirmation === "not-given") {
    say("Nothing was archived: there is no terminal to ask at, and --yes was not given.");
    return 2;
  }
  if (confirmation !== "given" && !(await isWanted(projects.length, confirmation))) {
    say("Nothing was archived.");
    return 0;
  }

  const archive = (project: Project) => archiveProject(client, project);
  let archived = 0;
  for await (const outcome of oneByOne(projects, archive, signal)) {
    if (outcome.outcome === "done") archived += 1;
    say(lineOf(outcome));
  }
  say(`${archived} of ${counted(projects.length)} archived.`);
  return archived === projects.length ? 0 : 1;
}

/** @see Asana's API reference, "Update a project" */
function archiveProject(client: AsanaClient, { gid }: Project) {
  return client.call({
    method: "PUT",
    path: `/projects/${gid}`,
    fields: ["archived"],
    body: { archived: true },
    scope: "projects:write",
    schema: v.object({}),
  });
}

function lineOf(outcome: Outcome<Project>): string {
  const name = `${shownText(outcome.item.name)} (${outcome.item.gid})`;
  switch (outcome.outcome) {
    case "done":
      return `Archived: ${name}`;
    case "refused":
      return `Not archived: ${name}. ${apiErrorWords[outcome.error.kind].whatHappened}`;
    case "unknown":
      return `Perhaps archived: ${name}. ${outcome.reason}`;
  }
}

async function isWanted(count: number, confirmation: Exclude<Confirmation, string>) {
  const answer = await confirmation.ask(
    `To archive them, type their number (${count}); anything else leaves them as they are: `,
  );
  return answer === String(count);
}

function counted(projects: number): string {
  return projects === 1 ? "1 project" : `${projects} projects`;
}
