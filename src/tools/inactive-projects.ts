import * as v from "valibot";
import { isPastDay, monthsBefore } from "../asana/days.ts";
import { findInactiveProjects } from "../asana/find-inactive-projects.ts";
import type { Project } from "../asana/projects.ts";
import { CommandProblem, type CommandRun, runCommand } from "./command-line/command.ts";
import { Flag, optionsIn, Text } from "./command-line/option-values.ts";
import { archiveProjects } from "./jobs/archiving.ts";
import { confirmedBy } from "./jobs/confirmation.ts";
import { createProgress } from "./jobs/progress.ts";
import { Format, reportAs } from "./jobs/report.ts";
import type { Column } from "./jobs/table.ts";
import { openWorkspace } from "./jobs/workspace-access.ts";

const usage = `npm run inactive-projects -- [options]

Lists the projects in which nothing has happened: neither they nor one of their tasks were changed,
and no comment was written. Archived ones are left out. Changes nothing without --archive.

  --since YYYY-MM-DD  nothing since that day (UTC)
  --months N          nothing in the last N months; 6 without it
  --workspace GID     the workspace, if the token sees several
  --format FORMAT     table, csv or json
  --archive           archives what it lists, after a question
  --yes               archives without the question
  --help              this text

Settings: ASANA_SERVICE_ACCOUNT_TOKEN, or ASANA_PAT, which sees less. More: docs/reports.md
`;

const Options = v.object({
  since: v.optional(
    v.pipe(
      v.string(),
      v.check((day) => isPastDay(day, Date.now()), "is no day in the past, such as 2026-05-24"),
    ),
  ),
  months: v.optional(
    v.pipe(v.string(), v.regex(/^[1-9]\d?$/, "is no number of months from 1 to 99")),
  ),
  workspace: Text,
  format: Format,
  archive: Flag,
  yes: Flag,
});

const columns: readonly Column<Project>[] = [
  { name: "name", heading: "Project", value: ({ name }) => name, canBeCut: true },
  { name: "team", heading: "Team", value: ({ team }) => team || null, canBeCut: true },
  { name: "owner", heading: "Owner", value: ({ owner }) => owner || null, canBeCut: true },
  { name: "createdAt", value: ({ createdAt }) => createdAt },
  {
    name: "modifiedAt",
    heading: "Changed",
    value: ({ modifiedAt }) => modifiedAt,
    words: ({ modifiedAt }) => modifiedAt.slice(0, 10),
  },
  { name: "gid", heading: "gid", value: ({ gid }) => gid },
  { name: "url", value: ({ url }) => url ?? null },
];

process.exitCode = await runCommand({
  name: "inactive-projects",
  usage,
  options: {
    since: { type: "string" },
    months: { type: "string" },
    workspace: { type: "string" },
    format: { type: "string" },
    archive: { type: "boolean" },
    yes: { type: "boolean" },
  },
  afterInterrupt: "Stopped. Only the projects named above as archived were changed.",
  run,
});

async function run({ values, environment, signal, out, err }: CommandRun): Promise<number> {
  const options = optionsIn(Options, values);
  if (options.since && options.months) {
    throw new CommandProblem("--since and --months exclude each other.", 2);
  }
  const day = options.since ?? monthsBefore(Date.now(), Number(options.months ?? 6));
  const progress = createProgress(process.stderr);
  const access = { environment, signal, progress };
  const { client, workspace } = await openWorkspace(options.workspace, access);
  progress.show("Reading the projects");
  const { projects, looked, closed } = await findInactiveProjects(client, {
    workspaceGid: workspace.gid,
    since: `${day}T00:00:00.000Z`,
    onProgress: (asked, ofAll) => progress.show(`Looked at ${asked} of ${ofAll} old projects`),
  });
  progress.end();

  out(
    reportAs(options.format, {
      rows: projects,
      columns,
      width: process.stdout.columns || undefined,
    }),
  );
  err(`Nothing has happened since ${day} in ${projects.length} of ${looked} projects.`);
  if (closed > 0) err(`Skipped ${closed} more: deleted meanwhile, or not visible to the token.`);
  if (!options.archive) return 0;
  return confirmedBy({ isGiven: options.yes, process, signal }, (confirmation) =>
    archiveProjects(projects, { client, confirmation, say: err, signal }),
  );
}
