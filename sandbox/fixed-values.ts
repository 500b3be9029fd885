import { ana, botUser, serviceAccount } from "./people.ts";
import type { Client, Grant } from "./state.ts";

/** Values that never change, so that a copied `.env` goes on working. Each one says what it is. */
export const granularClient: Client = {
  id: "1201000000000001",
  name: "Starter app",
  secret: "sandbox-secret-not-for-production",
  scopes: [
    ...["openid", "email", "profile", "users:read", "workspaces:read", "projects:read"],
    ...["tasks:read", "tasks:write", "tasks:delete", "stories:read", "stories:write", "teams:read"],
  ],
  redirectUris: "loopback",
  distribution: "any",
};

export const fullPermissionsClient: Client = {
  id: "1201000000000002",
  name: "Full-permissions app",
  secret: "sandbox-secret-of-the-full-permissions-app",
  scopes: ["default"],
  redirectUris: "loopback",
  distribution: "any",
};

/** Shaped like Asana's, with characters that need percent-encoding in a form. */
export const personalAccessToken =
  "2/1201000000000021/1201000000000091:sandbox-personal-access-token";
export const serviceAccountToken =
  "2/1201000000000031/1201000000000092:sandbox-service-account-token";

/** What the fixed tokens may do: all that their owners may. Nobody revokes them. */
export const fixedGrants: ReadonlyMap<string, Grant> = new Map([
  [personalAccessToken, fullGrantOf(botUser.gid)],
  [serviceAccountToken, fullGrantOf(serviceAccount.gid)],
]);

function fullGrantOf(userGid: string): Grant {
  return { userGid, clientId: null, scopes: ["default"], workspaces: "all" };
}

export type Settings = Record<
  | "ASANA_CLIENT_ID"
  | "ASANA_CLIENT_SECRET"
  | "ASANA_ISSUER"
  | "ASANA_API_BASE_URL"
  | "ASANA_PAT"
  | "ASANA_SERVICE_ACCOUNT_TOKEN"
  | "ADMIN_USER_IDS",
  string
>;

/** @returns what an app needs to use the sandbox at this origin; the first person administers */
export function settingsFor(origin: string): Settings {
  return {
    ASANA_CLIENT_ID: granularClient.id,
    ASANA_CLIENT_SECRET: granularClient.secret,
    ASANA_ISSUER: `${origin}/api/1.0`,
    ASANA_API_BASE_URL: `${origin}/api/1.0`,
    ASANA_PAT: personalAccessToken,
    ASANA_SERVICE_ACCOUNT_TOKEN: serviceAccountToken,
    ADMIN_USER_IDS: ana.gid,
  };
}
