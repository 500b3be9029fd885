import { type Checked, checkPart, send } from "./contract-check.ts";
import type { ContractSettings, Known, Part } from "./expectation.ts";
import { clientPart, discoveryPart } from "./openid-contract.ts";
import { readingPart } from "./rest-contract.ts";
import { serviceAccountPart } from "./service-account-contract.ts";
import { cleaningUp, writingPart } from "./writing-contract.ts";

/** What the app relies on at Asana, as Asana's documents and the standards say it. */
export const parts: readonly Part[] = [discoveryPart, clientPart, readingPart, serviceAccountPart];

/**
 * Compares an Asana with the contract. It only reads, unless it may write: then it makes, changes,
 * comments on and deletes one task. The task is deleted also after a failure.
 *
 * @param known gets what the answers tell
 * @param workspace gid of the workspace to write to; without it, the first that the token sees
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
