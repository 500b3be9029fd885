import type { OrganizationExport } from "./world.ts";

const startedAfterMs = 2_000;
const finishedAfterMs = 5_000;

/** How far an export is. Asana takes minutes to hours. */
export function exportState({ createdAt }: OrganizationExport, now: number): string {
  const ageMs = now - createdAt;
  if (ageMs < startedAfterMs) {
    return "pending";
  }
  return ageMs < finishedAfterMs ? "started" : "finished";
}

/** Where a finished export can be fetched without a token; null before. */
export function exportUrl(
  one: OrganizationExport,
  { origin, now }: { readonly origin: string; readonly now: number },
): string | null {
  return exportState(one, now) === "finished" ? `${origin}${exportPath(one)}` : null;
}

export function exportPath({ gid, key }: Pick<OrganizationExport, "gid" | "key">): string {
  return `/exports/${gid}-${key}.json.gz`;
}
