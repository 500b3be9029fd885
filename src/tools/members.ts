import * as v from "valibot";
import { type CommandRun, runCommand } from "./command-line/command.ts";
import { Flag, optionsIn, Text } from "./command-line/option-values.ts";
import { confirmedBy } from "./jobs/confirmation.ts";
import { type Member, readMembers } from "./jobs/member-activity.ts";
import { peopleToRemove } from "./jobs/people-to-remove.ts";
import { createProgress } from "./jobs/progress.ts";
import { removePeople, removerIn } from "./jobs/removal.ts";
import { Format, reportAs } from "./jobs/report.ts";
import type { Column } from "./jobs/table.ts";
import { openWorkspace } from "./jobs/workspace-access.ts";

const usage = `npm run members -- [options]

Lists all people of a workspace: administrators, members, guests, and those who have left. Changes
nothing without --remove.

  --workspace GID        the workspace, if the token sees several
  --format FORMAT        table, csv or json
  --remove EMAIL or GID  removes this person, after two questions; can be given several times
  --yes --really         both: removes without the questions
  --help                 this text

Settings: ASANA_SERVICE_ACCOUNT_TOKEN, or ASANA_PAT. More: docs/reports.md
`;

const Options = v.object({
  workspace: Text,
  format: Format,
  remove: v.optional(v.array(v.string()), []),
  yes: Flag,
  really: Flag,
});

const columns: readonly Column<Member>[] = [
  { name: "name", heading: "Name", value: ({ name }) => name, canBeCut: true },
  { name: "email", heading: "E-mail", value: ({ email }) => email || null, canBeCut: true },
  {
    name: "kind",
    heading: "Kind",
    value: ({ kind }) => kind,
    words: ({ kind, isViewOnly }) => (isViewOnly ? `${kind}, view only` : kind),
  },
  { name: "viewOnly", value: ({ isViewOnly }) => isViewOnly },
  {
    name: "createdAt",
    heading: "Since",
    value: ({ createdAt }) => createdAt || null,
    words: ({ createdAt }) => createdAt.slice(0, 10),
  },
  { name: "gid", heading: "gid", value: ({ userGid }) => userGid },
];

process.exitCode = await runCommand({
  name: "members",
  usage,
  options: {
    workspace: { type: "string" },
    format: { type: "string" },
    remove: { type: "string", multiple: true },
    yes: { type: "boolean" },
    really: { type: "boolean" },
  },
  afterInterrupt: "Stopped. Only the people named above as removed were removed.",
  run,
});

async function run({ values, environment, signal, out, err }: CommandRun): Promise<number> {
  const options = optionsIn(Options, values);
  const progress = createProgress(process.stderr);
  const access = await openWorkspace(options.workspace, { environment, signal, progress });
  const { client, workspace, me } = access;
  progress.show("Reading the members");
  const members = await readMembers(client, workspace.gid, (read) =>
    progress.show(`Read ${read} people`),
  );
  progress.end();
  const report = (rows: readonly Member[]) =>
    out(reportAs(options.format, { rows, columns, width: process.stdout.columns || undefined }));

  if (options.remove.length === 0) {
    report(members);
    err(countsOf(members));
    return 0;
  }
  const named = { wanted: options.remove, ownGid: me.gid, say: err };
  const people = peopleToRemove(members, named);
  report(people);
  if (people.length === 0) return 0;
  const isGiven = options.yes && options.really;
  return confirmedBy({ isGiven, process, signal }, (confirmation) =>
    removePeople(people, {
      ...{ client, workspaceGid: workspace.gid, confirmation, say: err, signal },
      remover: removerIn(members, access),
    }),
  );
}

function countsOf(members: readonly Member[]): string {
  const having = (kind: Member["kind"]) => members.filter((one) => one.kind === kind).length;
  const counts = [
    `administrators: ${having("administrator")}`,
    `members: ${having("member")}`,
    `guests: ${having("guest")}`,
    `left: ${having("left")}`,
  ];
  return `${members.length} people. ${counts.join(", ")}`;
}
