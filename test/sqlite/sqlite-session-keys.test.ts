import { expect, test } from "@jest/globals";
import { aStoreFile, openStoreFile } from "../support/sqlite-store.ts";
import { aForm, aSession, begun, idOf, sealed, versionOf } from "../support/store-rows.ts";

test("an id that begins as a session's does finds nothing and changes nothing", async () => {
  const store = await openStoreFile(aStoreFile());
  const id = await begun(store, aSession("laptop"));
  const alike = `${id.slice(0, 20)}${"0".repeat(id.length - 20)}`;
  const before = await store.sessions.get(id);
  const version = await versionOf(store, id);
  const previous = { id: alike, version, keepsForms: true };
  const seen = { seenAt: Date.now() + 1_000, seenProof: sealed("seen"), expiresAt: 0 };

  await store.sessions.touch(alike, seen);
  await store.attachments.put(alike, "account", sealed("account"));
  await store.tokens.release(alike, "owner");

  expect([
    await store.sessions.get(alike),
    await store.sessions.update(alike, sealed("other")),
    await store.sessions.end(alike),
    await store.sessions.begin(aSession("phone"), previous),
    await store.tokens.get(alike),
    await store.tokens.lease(alike, { version, owner: "owner", forMs: 1_000 }),
    await store.tokens.write(alike, { version }, sealed("other")),
    await store.tokens.write(alike, { owner: "owner" }, sealed("other")),
    await store.forms.begin(aForm("comment", alike), 20),
  ]).toEqual([undefined, false, [], "moved", undefined, false, false, false, false]);
  expect(await store.sessions.get(id)).toEqual(before);
});

test("of two sessions whose ids begin alike the second does not begin, and the first stays", async () => {
  const store = await openStoreFile(aStoreFile());
  const id = await begun(store, aSession("laptop"));
  const alike = `${id.slice(0, 20)}${"0".repeat(id.length - 20)}`;

  await expect(store.sessions.begin(aSession("phone", { id: alike }))).rejects.toMatchObject({
    name: "StoreError",
  });

  expect(await store.sessions.get(id)).toMatchObject({ id });
  expect(await store.sessions.get(idOf("phone"))).toBeUndefined();
});

test.each(["", "x", "0x12345678901234567890", "'; --"])(
  "%p is the id of no session",
  async (id) => {
    const store = await openStoreFile(aStoreFile());
    await begun(store, aSession("laptop"));

    expect(await store.sessions.get(id)).toBeUndefined();
    expect(await store.sessions.end(id)).toEqual([]);
  },
);
