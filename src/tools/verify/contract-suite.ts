import { type Checked, checkPart, send } from "./contract-check.ts";
import { readingParts } from "./contract-parts.ts";
import type { ContractSettings, Known } from "./expectation.ts";
import { cleaningUp, writingPart } from "./writing-contract.ts";

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
  for (const part of readingParts) yield* checkPart(part, about);
  if (!mayWrite) return;
  if (workspace !== undefined) known.set("workspace", workspace);
  try {
    yield* checkPart(writingPart, about);
  } finally {
    const leftover = cleaningUp(known, settings);
    if (leftover) await send(leftover, new AbortController().signal);
  }
}
