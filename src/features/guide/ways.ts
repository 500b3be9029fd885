import type { MethodName, ShowingFile } from "./guide-methods.ts";

/** A method, and of a token its owner, who decides what it sees and whose name it carries. */
export type Way =
  | "openid-connect"
  | "oauth"
  | "own-token"
  | "bot-token"
  | "administrator-token"
  | "service-account";

interface WayWords {
  readonly method: MethodName;
  readonly name: string;
  /** In place of the method’s files, where this way serves another purpose. */
  readonly files?: readonly ShowingFile[];
}

export const ways: Readonly<Record<Way, WayWords>> = {
  "openid-connect": { method: "openid-connect", name: "OpenID Connect" },
  oauth: { method: "oauth", name: "OAuth" },
  "own-token": { method: "personal-access-token", name: "Personal access token" },
  "bot-token": { method: "personal-access-token", name: "Personal access token of a bot user" },
  "administrator-token": {
    method: "personal-access-token",
    name: "Personal access token of an administrator",
    files: [
      { path: "src/tools/backup.ts", shows: "a backup of what the token’s user sees" },
      { path: "src/asana/find-inactive-projects.ts", shows: "which projects nobody works on" },
      { path: "src/tools/jobs/member-activity.ts", shows: "who is in the organization" },
      { path: "examples/pat.js", shows: "the smallest program with a token" },
    ],
  },
  "service-account": { method: "service-account", name: "Service account" },
};

/** Names ways as a heading does: "OpenID Connect and OAuth, with one registration". */
export function headingOf(chosen: readonly Way[]): string {
  const [first = "", ...others] = chosen.map((way) => ways[way].name);
  if (others.length === 0) return first;
  if (chosen.includes("oauth")) return `${[first, ...others].join(" and ")}, with one registration`;
  return [first, ...others.map((name) => `and a ${name.toLowerCase()}`)].join(", ");
}
