import * as v from "valibot";
import type { AsanaApiError } from "../../asana/api-error.ts";
import type { AsanaClient } from "../../asana/client.ts";
import { apiErrorWords } from "../../words/api-error-words.ts";
import { shownText } from "../command-line/shown-text.ts";
import type { Confirmation } from "./confirmation.ts";
import type { Member } from "./member-activity.ts";
import { type Outcome, oneByOne } from "./one-by-one.ts";
import type { WorkspaceAccess } from "./workspace-access.ts";

/** The token's user. It depends on them who gets the tasks and projects of the people removed. */
interface Remover {
  readonly name: string;
  readonly isServiceAccount: boolean;
  /** Of the workspace, as far as its memberships say. */
  readonly isAdministrator: boolean;
}

/**
 * The token's user. A member of the workspace is no service account, even where the operator put the
 * token into ASANA_SERVICE_ACCOUNT_TOKEN: the command must not name the wrong heir.
 */
export function removerIn(
  members: readonly Member[],
  { me, tokenName }: Pick<WorkspaceAccess, "me" | "tokenName">,
): Remover {
  const own = members.find(({ userGid, isActive }) => isActive && userGid === me.gid);
  return {
    name: me.name,
    isServiceAccount: tokenName === "ASANA_SERVICE_ACCOUNT_TOKEN" && !own,
    isAdministrator: own?.isAdmin ?? false,
  };
}

/**
 * Removes people from a workspace after the operator has confirmed it twice. Says the result for each.
 *
 * @param say prints a line for the operator
 * @returns the exit code: 0 done, or the operator said no; 1 some could not be removed; 2 not
 *   confirmed, and no terminal to ask at
 * @throws AsanaApiError `unauthorized`; the signal's reason
 */
export async function removePeople(
  people: readonly Member[],
  about: {
    readonly client: AsanaClient;
    readonly workspaceGid: string;
    readonly remover: Remover;
    readonly confirmation: Confirmation;
    readonly say: (line: string) => void;
    readonly signal: AbortSignal;
  },
): Promise<number> {
  const { client, workspaceGid, remover, confirmation, say, signal } = about;
  for (const line of whatItMeans(remover)) say(line);
  if (confirmation === "not-given") {
    say("Nobody was removed: there is no terminal to ask at, and --yes --really were not given.");
    return 2;
  }
  const wanted = confirmation === "given" ? people : await wantedOf(people, confirmation);

  const remove = ({ userGid }: Member) => removeFromWorkspace(client, workspaceGid, userGid);
  let removed = 0;
  for await (const outcome of oneByOne(wanted, remove, signal)) {
    if (outcome.outcome === "done") removed += 1;
    say(lineOf(outcome, remover));
  }
  say(`${removed} of ${people.length} removed.`);
  return removed === wanted.length ? 0 : 1;
}

/** @see Asana's API reference, "Remove a user from a workspace or organization" */
function removeFromWorkspace(client: AsanaClient, workspaceGid: string, userGid: string) {
  return client.call({
    method: "POST",
    path: `/workspaces/${workspaceGid}/removeUser`,
    body: { user: userGid },
    scope: "",
    schema: v.object({}),
  });
}

/**
 * With a service account, tasks and projects go to the administrator whom the admin console names;
 * with a personal access token, to the token's user. Private ones are lost.
 */
function whatItMeans(remover: Remover): string[] {
  const heir = remover.isServiceAccount
    ? "the administrator whom the admin console names for that"
    : `${shownText(remover.name)}, whose personal access token this is`;
  const isDoubtful = !remover.isServiceAccount && !remover.isAdministrator;
  return [
    "Removing takes a person out of the workspace at once; this command cannot undo it.",
    `Their tasks and projects go to ${heir}.`,
    "What is private to them is not rescued: have it made public first.",
    ...(isDoubtful
      ? [`${shownText(remover.name)} is no administrator here, so Asana will refuse it.`]
      : []),
  ];
}

/** Asks twice about each. The second answer is one that a person does not type by accident. */
async function wantedOf(
  people: readonly Member[],
  { ask }: Exclude<Confirmation, string>,
): Promise<readonly Member[]> {
  const wanted: Member[] = [];
  for (const person of people) {
    const first = await ask(`Remove ${nameOf(person)}? Type yes; anything else does not: `);
    if (first !== "yes") continue;
    const key = person.email ? `${shownText(person.email)} or ${person.userGid}` : person.userGid;
    const second = (await ask(`To remove them, type ${key}: `)) ?? "";
    if (isKeyOf(person, second)) wanted.push(person);
  }
  return wanted;
}

function isKeyOf({ email, userGid }: Member, answer: string): boolean {
  return answer !== "" && (answer === userGid || answer.toLowerCase() === email.toLowerCase());
}

function lineOf(outcome: Outcome<Member>, remover: Remover): string {
  const person = nameOf(outcome.item);
  switch (outcome.outcome) {
    case "done":
      return `Removed: ${person}`;
    case "refused":
      return `Not removed: ${person}. ${reasonOf(outcome.error, remover)}`;
    case "unknown":
      return `Perhaps removed: ${person}. ${outcome.reason}`;
  }
}

function reasonOf(error: AsanaApiError, remover: Remover): string {
  return error.kind === "forbidden" && !remover.isServiceAccount
    ? `It takes an administrator's token, and ${shownText(remover.name)} is none; or a service account's.`
    : apiErrorWords[error.kind].whatHappened;
}

function nameOf({ name, email, userGid }: Member): string {
  return `${shownText(name)} (${email ? shownText(email) : userGid})`;
}
