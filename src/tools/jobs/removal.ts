import type { AsanaApiError } from "../../asana/api-error.ts";
import type { AsanaClient } from "../../asana/client.ts";
import { removeFromWorkspace } from "../../asana/memberships.ts";
import { apiErrorWords } from "../../words/api-error-words.ts";
import { shownText } from "../command-line/shown-text.ts";
import type { Confirmation } from "./confirmation.ts";
import type { Member } from "./member-activity.ts";
import { type Outcome, oneByOne } from "./one-by-one.ts";
import type { WorkspaceAccess } from "./workspace-access.ts";

/** Who removes: whose token it is decides what becomes of the things of whoever is removed. */
interface Remover {
  readonly name: string;
  readonly isServiceAccount: boolean;
  /** Of the workspace, as far as its memberships say. */
  readonly isAdministrator: boolean;
}

/**
 * Who removes. A member is no service account, whichever setting the token stands in: what becomes of
 * people's things must not be told wrongly.
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
 * Removes people from a workspace, once that is confirmed twice, and says of each what came of it.
 *
 * @param say gets a line for the person, on stderr
 * @returns the exit code: 0 done, or not wanted after all; 1 some could not be removed; 2 not
 *   confirmed, and nobody there to ask
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
    say("Nobody was removed: nobody can be asked here, and --yes --really were not given.");
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
function whatItMeans(remover: Remover): string[] {
  const heir = remover.isServiceAccount
    ? "the administrator who is named for that in the admin console"
    : `${shownText(remover.name)}, whose personal access token this is`;
  const isDoubtful = !remover.isServiceAccount && !remover.isAdministrator;
  return [
    "Removing takes somebody out of the workspace at once; it cannot be undone from here.",
    `Their tasks and projects go to ${heir}.`,
    "What is private to them is not rescued: have it made public first.",
    ...(isDoubtful
      ? [`${shownText(remover.name)} is no administrator here, so Asana will refuse it.`]
      : []),
  ];
}

/** Asks twice of each: the second time for what nobody types by accident. */
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
