import type { Project } from "../world.ts";
import { canSeeProject, findProject, findTeam, findWorkspace } from "./access.ts";
import { missingInput, RestError } from "./error.ts";
import { booleanIn, clearableTextIn, dayIn, sent, textIn } from "./input.ts";
import { type Answer, type Call, list, record } from "./operation.ts";

/** Without `workspace` or `team` only for those who have a single workspace (text reported). */
export function listProjects(call: Call): Answer {
  const { world, caller, query } = call;
  const team = query.get("team");
  const workspace = query.get("workspace");
  if (team !== null) {
    const found = findTeam(world, caller, team);
    return visible(call, (project) => project.team === found);
  }
  if (workspace === null && caller.workspaces.length > 1) {
    throw query.has("limit")
      ? new RestError(400, "Need to specify a workspace to paginate!")
      : missingInput("workspace");
  }
  const found = workspace === null ? null : findWorkspace(world, caller, workspace);
  return visible(call, (project) => found === null || project.workspace === found);
}

export function listProjectsOfWorkspace(call: Call): Answer {
  const workspace = findWorkspace(call.world, call.caller, call.param("workspace"));
  return visible(call, (project) => project.workspace === workspace);
}

export function getProject({ world, caller, param }: Call): Answer {
  return record(findProject(world, caller, param("project")));
}

export function updateProject({ world, caller, param, data, now }: Call): Answer {
  const project = findProject(world, caller, param("project"));
  const changes = sent<Project>({
    name: textIn(data, "name"),
    notes: textIn(data, "notes"),
    archived: booleanIn(data, "archived"),
    color: clearableTextIn(data, "color"),
    dueOn: dayIn(data, "due_on"),
    startOn: dayIn(data, "start_on"),
  });
  Object.assign(project, changes, { modifiedAt: now });
  return record(project);
}

function visible({ world, caller, query }: Call, matches: (project: Project) => boolean): Answer {
  const archived = query.get("archived");
  const projects = world.projects.filter(
    (project) => matches(project) && canSeeProject(caller, project),
  );
  return list(
    projects.filter((project) => archived === null || String(project.archived) === archived),
  );
}
