import type { Finding } from "./finding.ts";

const oldest = [20, 19] as const;

/**
 * Whether this Node.js runs the app. The file imports nothing: an older Node.js cannot load the rest.
 *
 * @param version as `process.versions.node` gives it
 */
export function checkNodeVersion(version: string): Finding {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const isOld = major < oldest[0] || (major === oldest[0] && minor < oldest[1]);
  const about = { variable: "Node.js", found: `This is Node.js ${version}.` };
  if (!isOld) return { verdict: "ok", ...about };
  return {
    verdict: "fix",
    ...about,
    fix: `Install Node.js ${oldest.join(".")} or newer, from https://nodejs.org.`,
  };
}
