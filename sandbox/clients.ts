import { randomBytes, randomInt } from "node:crypto";
import { fullPermissionsClient, granularClient } from "./fixed-values.ts";
import type { Client, ReachableWorkspaces, State } from "./state.ts";

const fixedClients: readonly Client[] = [granularClient, fullPermissionsClient];

/** @returns the apps that are always there, and those that were registered here */
export function allClients({ clients }: State): readonly Client[] {
  return [...fixedClients, ...clients.values()];
}

/** @returns the app that is registered under this id */
export function findClient(state: State, id: unknown): Client | undefined {
  return allClients(state).find((client) => client.id === id);
}

/**
 * A new app: no scopes, no redirect URI, available in no workspace.
 * @see Asana, "OAuth", registering an application; "Manage distribution"
 */
export function registerClient(state: State, name: string): Client {
  const id = `13${String(randomInt(10 ** 14)).padStart(14, "0")}`;
  const nothing = { scopes: [], redirectUris: [], distribution: [] };
  return keepClient(state, { id, name, secret: newSecret(), ...nothing });
}

/** @returns what it becomes; a new secret ends the one before at once */
export function changeClient(
  state: State,
  client: Client,
  change: Partial<Omit<Client, "id">> | "new secret",
): Client {
  const changed = change === "new secret" ? { secret: newSecret() } : change;
  return keepClient(state, { ...client, ...changed });
}

/**
 * Exact strings: no other path, no trailing slash, no query. Where every loopback port counts as
 * registered, an app may listen anywhere. @see Asana, "OAuth", redirect URLs; RFC 9700, 2.1
 */
export function isRegistered({ redirectUris }: Client, uri: string): boolean {
  if (redirectUris !== "loopback") {
    return redirectUris.includes(uri);
  }
  const callback = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?\/auth\/callback$/;
  return callback.test(uri) && URL.canParse(uri);
}

/**
 * The workspaces that an app reaches: those that were chosen at consent, as far as it is available
 * there.
 *
 * @param own gids of the person's workspaces
 * @returns undefined when it is available in none of them
 */
export function reachableWorkspaces(
  { distribution }: Client,
  { own, chosen }: { readonly own: readonly string[]; readonly chosen: ReachableWorkspaces },
): ReachableWorkspaces | undefined {
  if (distribution === "any") {
    return chosen;
  }
  const available = own.filter((gid) => distribution.includes(gid));
  if (available.length === 0) {
    return undefined;
  }
  return chosen === "all" ? available : chosen.filter((gid) => available.includes(gid));
}

function keepClient(state: State, client: Client): Client {
  state.clients.set(client.id, client);
  state.save();
  return client;
}

function newSecret(): string {
  return randomBytes(16).toString("hex");
}
