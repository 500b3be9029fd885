import type { NewSession, SharedStore } from "../store/shared-store.ts";
import { StoreError } from "../store-error.ts";
import { sha256 } from "./sealing.ts";
import type { Beginning } from "./session-store.ts";
import type { SessionTokens } from "./session-tokens.ts";

/**
 * Puts a new session into the store, in one step with its tokens and the end of the session before.
 * The same person's refresh tokens go over, sealed anew. Where a refresh of theirs came between reading
 * and writing, it reads them again.
 *
 * @throws StoreError
 */
export async function beginSession(
  row: Omit<NewSession, "tokens">,
  { tokens, previous }: Beginning,
  about: { readonly store: SharedStore; readonly tokens: SessionTokens },
): Promise<void> {
  const { store } = about;
  const id = previous && sha256(previous.id);
  for (let tries = 3; tries > 0; tries--) {
    const before = id === undefined ? undefined : await store.tokens.get(id);
    const goOver = before && id && previous.isOfSamePerson ? [{ session: id, ...before }] : [];
    const replaced = about.tokens.refreshTokensOf(goOver);
    const session = { ...row, tokens: about.tokens.sealFirst(row.id, tokens, replaced) };
    const outcome = await store.sessions.begin(
      session,
      before && id
        ? { id, version: before.version, keepsForms: previous.isOfSamePerson }
        : undefined,
    );
    if (outcome === "begun") return;
  }
  throw new StoreError("the session before kept changing");
}
