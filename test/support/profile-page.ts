import { workspacesOfAna } from "./probe-page.ts";

/** Whether a page is the profile with what Asana told of the sandbox's first person. */
export function showsProfile(page: { readonly status: number; readonly text: string }): boolean {
  return (
    page.status === 200 &&
    page.text.includes("ana@example.com") &&
    workspacesOfAna.every((name) => page.text.includes(`<li><bdi>${name}</bdi> <code>`))
  );
}
