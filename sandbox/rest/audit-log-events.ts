import type { AuditEvent } from "../audit-log.ts";
import { findWorkspace } from "./access.ts";
import { parseInstant } from "./input.ts";
import type { Answer, Call } from "./operation.ts";

/** Oldest first; `start_at` is included, `end_at` is not. @see Asana, "Audit log events" */
export function listAuditEvents({ world, caller, query, param }: Call): Answer {
  findWorkspace(world, caller, param("workspace"));
  const startAt = instantOf(query, "start_at") ?? Number.NEGATIVE_INFINITY;
  const endAt = instantOf(query, "end_at") ?? Number.POSITIVE_INFINITY;
  const isMeant = (name: string, value: string) => [null, value].includes(query.get(name));
  const events = world.auditLog.events.filter(
    ({ createdAt, type, actor, resource }) =>
      createdAt >= startAt &&
      createdAt < endAt &&
      isMeant("event_type", type) &&
      isMeant("actor_type", "user") &&
      isMeant("actor_gid", actor.gid) &&
      isMeant("resource_gid", resource.gid),
  );
  return { kind: "poll", items: events.map(eventRecord) };
}

/** Takes down what the caller has just done. */
export function tellAuditLog(
  { world, caller, now }: Pick<Call, "world" | "caller" | "now">,
  event: Pick<AuditEvent, "type" | "category" | "resource">,
): void {
  const { resourceType, gid, name } = event.resource;
  world.auditLog.add({
    ...event,
    createdAt: now,
    actor: caller.user,
    resource: { resourceType, gid, name },
    context: caller.context,
  });
}

function eventRecord({ actor, resource, context, ...event }: AuditEvent) {
  const { gid, createdAt, type, category } = event;
  const isApi = context.method !== "cookie";
  return {
    gid,
    created_at: new Date(createdAt).toISOString(),
    event_type: type,
    event_category: category,
    actor: { actor_type: "user", gid: actor.gid, name: actor.name, email: actor.email },
    resource: { resource_type: resource.resourceType, gid: resource.gid, name: resource.name },
    details: {},
    context: {
      context_type: isApi ? "api" : "web",
      ...(isApi && { api_authentication_method: context.method }),
      ...(context.appName !== undefined && { oauth_app_name: context.appName }),
      client_ip_address: "127.0.0.1",
      user_agent: "sandbox",
    },
  };
}

function instantOf(query: URLSearchParams, name: string): number | undefined {
  const value = query.get(name);
  return value === null ? undefined : parseInstant(name, value);
}
