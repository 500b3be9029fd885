import * as v from "valibot";
import { get, type Rest, read } from "./contract-reading.ts";
import { Compact, Gid, Page, Text, Time } from "./contract-shapes.ts";
import type { Expectation, Part } from "./expectation.ts";

/** What only a service account's token is good for. */
export const serviceAccountPart: Part = {
  title: "The API, with a service account's token",
  needs: "ASANA_SERVICE_ACCOUNT_TOKEN",
  expectations: [
    serviceAccount("The organization is told", "GET /workspaces", "/workspaces?limit=100", {
      body: () => Page(Compact("workspace")),
      learn: ({ body }, known) => {
        const [first] = (body as { data: { gid: string }[] }).data;
        return first && void known.set("organization", first.gid);
      },
    }),
    serviceAccount(
      "The teams of the organization come as a page",
      "GET /workspaces/{workspace_gid}/teams",
      "/workspaces/{organization}/teams?limit=100",
      {
        body: () => Page(Compact("team")),
      },
    ),
    serviceAccount(
      "The audit log is told, oldest first",
      "GET /workspaces/{workspace_gid}/audit_log_events",
      "/workspaces/{organization}/audit_log_events?limit=10",
      {
        body: () =>
          Page({
            gid: Gid,
            created_at: Time,
            event_type: Text,
            event_category: Text,
            actor: v.looseObject({ actor_type: Text }, "an object"),
            context: v.looseObject({ context_type: Text }, "an object"),
          }),
      },
    ),
    {
      name: "The audit log is for service accounts only",
      source: "Asana's API reference, GET /workspaces/{workspace_gid}/audit_log_events",
      operation: "GET /workspaces/{workspace_gid}/audit_log_events",
      request: (known, settings) =>
        settings.personalAccessToken === undefined
          ? undefined
          : get("/workspaces/{organization}/audit_log_events?limit=1", known, settings),
      statuses: [402, 403, 404],
      learn: ({ status }, known) => void known.set("saStatus", String(status)),
    },
  ],
};

function serviceAccount(name: string, operation: string, path: string, rest: Rest): Expectation {
  return {
    ...read(name, operation, path, rest),
    request: (known, settings) => get(path, known, settings, settings.serviceAccountToken),
  };
}
