import { CommandProblem } from "../command-line/command.ts";
import { shownText } from "../command-line/shown-text.ts";
import { findRemovals, type Member, type RemovalProblem } from "./member-activity.ts";

/**
 * The people that `--remove` names. Those who have left already get a line and are left out.
 *
 * @throws CommandProblem with exit code 2 and a line for each who cannot be removed. Then it
 *   removes nobody, since the operator probably meant another person
 */
export function peopleToRemove(
  members: readonly Member[],
  about: {
    readonly wanted: readonly string[];
    readonly ownGid: string;
    readonly say: (line: string) => void;
  },
): readonly Member[] {
  const people: Member[] = [];
  const problems: string[] = [];
  for (const removal of findRemovals(members, about.wanted, about.ownGid)) {
    if (removal.outcome === "removable") {
      people.push(removal.member);
      continue;
    }
    const line = `${shownText(removal.wanted)} ${problemWords[removal.outcome]}`;
    if (removal.outcome === "left") about.say(line);
    else problems.push(line);
  }
  if (problems.length === 0) return people;
  throw new CommandProblem([...problems, "Nobody was removed."].join("\n"), 2);
}

const problemWords: Record<RemovalProblem, string> = {
  unknown: "is no e-mail address or gid of a person in the workspace.",
  ambiguous: "is the e-mail address of several people; give the gid.",
  left: "has left already.",
  own: "is the token's own user, who is never removed.",
};
