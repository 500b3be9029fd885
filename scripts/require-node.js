// Imported first: where Node.js is too old for the rest, says what to do and ends the process.

import { readFileSync } from "node:fs";

const { engines } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
const [oldestMajor, oldestMinor] = engines.node.replace(">=", "").split(".").map(Number);
const [major, minor] = process.versions.node.split(".").map(Number);

if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor)) {
  console.error(
    `Node.js ${process.versions.node} is too old: install ${oldestMajor}.${oldestMinor} or newer, from https://nodejs.org.`,
  );
  process.exit(1);
}
