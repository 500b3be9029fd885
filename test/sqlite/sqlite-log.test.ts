import { statSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { aStoreFile, openStoreFile } from "../support/sqlite-store.ts";
import { aSession, begun } from "../support/store-rows.ts";

test("however much is written, the log stays short, so that no request waits long for its writing back", async () => {
  const file = aStoreFile();
  const store = await openStoreFile(file);

  for (let number = 0; number < 600; number += 1) {
    await begun(store, aSession(`session ${number}`, { sealed: new Uint8Array(3_000) }));
  }

  expect(statSync(`${file}-wal`).size).toBeGreaterThan(0);
  expect(statSync(`${file}-wal`).size).toBeLessThan(4_000_000);
});
