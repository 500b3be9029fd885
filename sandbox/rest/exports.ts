import { randomBytes } from "node:crypto";
import type { OrganizationExport } from "../world.ts";
import { find, findWorkspace } from "./access.ts";
import { tellAuditLog } from "./audit-log-events.ts";
import { missingInput } from "./error.ts";
import { textIn } from "./input.ts";
import { type Answer, type Call, created, record } from "./operation.ts";

export function startExport(call: Call): Answer {
  const { world, caller, data, now } = call;
  const gid = textIn(data, "organization");
  if (gid === undefined) {
    throw missingInput("organization");
  }
  const organization = findWorkspace(world, caller, gid);
  const started: OrganizationExport = {
    resourceType: "organization_export",
    gid: world.newGid(),
    organization,
    createdAt: now,
    key: randomBytes(16).toString("hex"),
  };
  world.exports.push(started);
  const resource = { ...organization };
  tellAuditLog(call, { type: "workspace_export_started", category: "admin_settings", resource });
  return created(started);
}

export function getExport({ world, param }: Call): Answer {
  return record(find(world.exports, "organization_export", param("export")));
}
