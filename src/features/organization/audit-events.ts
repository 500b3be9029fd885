import * as v from "valibot";
import type { AsanaClient } from "../../asana/client.ts";
import { Text } from "../../asana/operation.ts";

/** An event of an organization's audit log. */
export type AuditEvent = v.InferOutput<typeof AuditEvent>;

const Named = v.nullish(v.object({ name: v.nullish(v.string()), email: v.nullish(v.string()) }));

const AuditEvent = v.pipe(
  v.object({
    gid: v.string(),
    created_at: Text,
    event_type: Text,
    event_category: Text,
    actor: v.nullish(v.object({ actor_type: Text, name: v.nullish(v.string()) })),
    resource: Named,
    context: v.nullish(
      v.object({ context_type: Text, api_authentication_method: v.nullish(v.string()) }),
    ),
  }),
  v.transform((event) => ({
    gid: event.gid,
    /** ISO 8601, UTC. */
    createdAt: event.created_at,
    type: event.event_type,
    category: event.event_category,
    actor: event.actor?.name ?? event.actor?.actor_type ?? "",
    actorType: event.actor?.actor_type ?? "",
    resource: event.resource?.name ?? event.resource?.email ?? "",
    /** Such as `web`, or how a call of the API was authenticated. */
    how: event.context?.api_authentication_method ?? event.context?.context_type ?? "",
  })),
);

const eventsPerPage = "100";

/**
 * The events of an organization since a time, oldest first. Only service accounts may read them;
 * Asana keeps events for 90 days.
 *
 * Asana always names a next page, so that callers can poll. The list ends at the first page without
 * events.
 *
 * @param startAt ISO 8601, included
 * @throws AsanaApiError; see `needsServiceAccount`
 * @see Asana's API reference, "Get audit log events"
 */
export async function* listAuditEvents(
  client: AsanaClient,
  workspaceGid: string,
  { startAt }: { readonly startAt: string },
): AsyncGenerator<AuditEvent> {
  let offset: string | undefined;
  for (;;) {
    const page = await client.call({
      method: "GET",
      path: `/workspaces/${workspaceGid}/audit_log_events`,
      query: { start_at: startAt, limit: eventsPerPage, ...(offset && { offset }) },
      scope: "",
      schema: v.array(AuditEvent),
    });
    yield* page.data;
    offset = page.nextOffset;
    if (page.data.length === 0 || offset === undefined) return;
  }
}
