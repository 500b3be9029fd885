import { allClients } from "./clients.ts";
import type { Client, Consent, State } from "./state.ts";

/** An app that acts for a person, and the person. */
export interface Authorization {
  readonly userGid: string;
  readonly clientId: string | null;
}

/** What an app may do for a person now. */
export interface AuthorizedApp {
  readonly client: Client;
  /** All that any of its tokens may do: those of an earlier authorization keep their scopes. */
  readonly scopes: readonly string[];
  /** Epoch milliseconds; undefined where the data file does not say. */
  readonly since: number | undefined;
}

/** A new consent replaces the one before; it does not add. @see Asana, "OAuth", scopes */
export function rememberConsent(state: State, of: Authorization, consent: Consent): void {
  state.consents.set(keyOf(of), consent);
  state.save();
}

/** @returns the consent to exactly these scopes */
export function findConsent(
  state: State,
  of: Authorization,
  scopes: readonly string[],
): Consent | undefined {
  const consent = state.consents.get(keyOf(of));
  const inOrder = (list: readonly string[]) => list.toSorted().join(" ");
  return consent && inOrder(consent.scopes) === inOrder(scopes) ? consent : undefined;
}

/** The next authorization asks again. The caller saves. */
export function forgetConsent({ consents }: State, of: Authorization): void {
  consents.delete(keyOf(of));
}

/** @returns the apps with a grant of the person, or a consent that has led to none yet */
export function authorizedApps(state: State, userGid: string): AuthorizedApp[] {
  return allClients(state).flatMap((client) => {
    const of = { userGid, clientId: client.id };
    const grants = [...state.grants.values()].filter((grant) => keyOf(grant) === keyOf(of));
    const consent = state.consents.get(keyOf(of));
    const given = grants.length > 0 ? grants : [consent ?? []].flat();
    const scopes = [...new Set(given.flatMap((one) => one.scopes))];
    const times = [...grants.map(({ grantedAt }) => grantedAt), consent?.givenAt];
    const since = times.filter((time) => time !== undefined).toSorted()[0];
    return given.length > 0 ? [{ client, scopes, since }] : [];
  });
}

/**
 * What "Deauthorize" does in a person's settings: every code and token of the app for them leads
 * nowhere now, and the app has to ask again. @see Asana, "OAuth", token deauthorization
 */
export function deauthorize(state: State, of: Authorization): void {
  for (const [grantId, grant] of state.grants) {
    if (keyOf(grant) === keyOf(of)) {
      state.grants.delete(grantId);
    }
  }
  forgetConsent(state, of);
  state.save();
}

function keyOf({ userGid, clientId }: Authorization): string {
  return `${userGid} ${clientId}`;
}
