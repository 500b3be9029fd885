import * as v from "valibot";
import { get, type Reading, read } from "./contract-reading.ts";
import { Compact, Gid, Page, Text, Time } from "./contract-shapes.ts";
import type { Expectation, Part } from "./expectation.ts";

/** What the app reads with a service account's token alone. */
export const serviceAccountPart: Part = {
  title: "The API, with a service account's token",
  needs: "ASANA_SERVICE_ACCOUNT_TOKEN",
  expectations: [
    serviceAccount({
      name: "The organization is read",
      operation: "GET /workspaces",
      path: "/workspaces?limit=100",
      body: () => Page(Compact("workspace")),
      learn: ({ body }, known) => {
        const [first] = (body as { data: { gid: string }[] }).data;
        return first && void known.set("organization", first.gid);
      },
    }),
    serviceAccount({
      name: "The teams of the organization come as a page",
      operation: "GET /workspaces/{workspace_gid}/teams",
      path: "/workspaces/{organization}/teams?limit=100",
      body: () => Page(Compact("team")),
    }),
    serviceAccount({
      name: "The audit log comes as a page, oldest event first",
      operation: "GET /workspaces/{workspace_gid}/audit_log_events",
      path: "/workspaces/{organization}/audit_log_events?limit=10",
      body: () =>
        Page({
          gid: Gid,
          created_at: Time,
          event_type: Text,
          event_category: Text,
          actor: v.looseObject({ actor_type: Text }, "an object"),
          context: v.looseObject({ context_type: Text }, "an object"),
        }),
    }),
    {
      name: "The audit log is for service accounts only",
      source: "Asana's API reference, GET /workspaces/{workspace_gid}/audit_log_events",
      operation: "GET /workspaces/{workspace_gid}/audit_log_events",
      request: (known, settings) =>
        get("/workspaces/{organization}/audit_log_events?limit=1", known, {
          ...settings,
          token: settings.personalAccessToken,
        }),
      statuses: [402, 403, 404],
      learn: ({ status }, known) => void known.set("saStatus", String(status)),
    },
  ],
};

function serviceAccount(reading: Reading): Expectation {
  return {
    ...read(reading),
    request: (known, settings) =>
      get(reading.path, known, { ...settings, token: settings.serviceAccountToken }),
  };
}
