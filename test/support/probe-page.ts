import { headingOf } from "./heading.ts";
import { probeTitle } from "./probe.ts";

/** The workspaces of the sandbox's first person. */
export const workspacesOfAna: readonly string[] = [
  "Example Organization",
  "Neighbourhood choir",
  "Home",
];

/** The only one of its second. */
export const workspaceOfBen = "Ben’s studio";

/** The probe's status and heading when it works. */
export const probeHeading = `200 ${probeTitle}`;

/** Whether a page is the probe with what Asana told of the sandbox's first person. */
export function showsProbe(page: { readonly status: number; readonly text: string }): boolean {
  return (
    headingOf(page) === probeHeading &&
    workspacesOfAna.every((name) => page.text.includes(`<li><bdi>${name}</bdi></li>`))
  );
}
