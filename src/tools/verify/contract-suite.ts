import { type Checked, checkPart, send } from "./contract-check.ts";
import type { ContractSettings, Known, Part } from "./expectation.ts";
import { clientPart, discoveryPart } from "./openid-contract.ts";
import { readingPart } from "./rest-contract.ts";
import { serviceAccountPart } from "./service-account-contract.ts";
import { cleaningUp, writingPart } from "./writing-contract.ts";

/** What the app relies on at Asana, as Asana's documents and the standards say it. */
export const parts: readonly Part[] = [discoveryPart, clientPart, readingPart, serviceAccountPart];

/**
 * Holds an Asana against the contract. Reads only, unless it may write: then one task is made,
 * changed, commented on and deleted, in the end whatever happened.
 *
 * @param known is filled with what the answers tell
 * @param workspace gid of the one to write to; otherwise the first that the token sees
 */
export async function* verify(about: {
  readonly settings: ContractSettings;
  readonly known: Known;
  readonly mayWrite: boolean;
  readonly workspace?: string | undefined;
  readonly signal: AbortSignal;
}): AsyncGenerator<Checked> {
  const { settings, known, mayWrite, workspace } = about;
  for (const part of parts) yield* checkPart(part, about);
  if (!mayWrite) return;
  if (workspace !== undefined) known.set("workspace", workspace);
  try {
    yield* checkPart(writingPart, about);
  } finally {
    const leftover = cleaningUp(known, settings);
    if (leftover) await send(leftover, new AbortController().signal);
  }
}
