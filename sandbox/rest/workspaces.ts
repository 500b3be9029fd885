import { findWorkspace } from "./access.ts";
import { type Answer, type Call, list, record } from "./operation.ts";

export function listWorkspaces({ caller }: Call): Answer {
  return list(caller.workspaces);
}

export function getWorkspace({ world, caller, param }: Call): Answer {
  return record(findWorkspace(world, caller, param("workspace")));
}
