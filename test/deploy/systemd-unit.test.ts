import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { aFolder } from "../support/folder.ts";
import { repository } from "../support/process.ts";

test("systemd takes the unit as it stands, and rates what the app may do as harmless", () => {
  const text = readFileSync(join(repository, "deploy", "sign-in-with-asana.service"), "utf8");
  const unit = join(aFolder(), "sign-in-with-asana.service");
  writeFileSync(unit, text.replace("/usr/bin/node", process.execPath));
  const analyze = (...words: readonly string[]) =>
    execFileSync("systemd-analyze", [...words, unit], { encoding: "utf8", stdio: "pipe" });

  expect(analyze("verify")).toBe("");
  expect(analyze("security", "--offline=true", "--threshold=20")).toContain("OK");
  expect(text).toContain("\nTimeoutStopSec=10\n");
});
