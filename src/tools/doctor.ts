import { checkNodeVersion } from "./doctor/node-version.ts";

// Everything else is loaded afterwards: an older Node.js could not even load it.
const node = checkNodeVersion(process.versions.node);
if (node.verdict === "fix") {
  process.stdout.write(
    process.argv.includes("--json")
      ? `${JSON.stringify([node], null, 2)}\n`
      : `FIX     ${node.variable}: ${node.found}\n        ${node.fix}\n`,
  );
  process.exitCode = 1;
} else {
  const { runDoctor } = await import("./doctor/doctor-command.ts");
  process.exitCode = await runDoctor(node);
}
