import { describe, expect, test } from "@jest/globals";
import { aClock, hour } from "../support/clock.ts";
import { until } from "../support/process.ts";
import { aStore, aStorePlace, openPlace } from "../support/store-place.ts";
import { aSession, begun, idOf, readable, sealed, versionOf } from "../support/store-rows.ts";

const forMs = 60_000;

describe("tokens are written", () => {
  test("by whoever has read them last, which counts their version", async () => {
    const store = await aStore();
    const id = await begun(store, aSession("laptop"));
    const version = await versionOf(store, id);

    expect(await store.tokens.write(id, { version }, sealed("second"))).toBe(true);

    const tokens = await store.tokens.get(id);
    expect(readable(tokens)).toMatchObject({ sealed: readable(sealed("second")), failures: 0 });
    expect(tokens?.version).not.toBe(version);
    expect(readable((await store.sessions.get(id))?.tokens)).toEqual(readable(tokens));
  });

  test("by nobody who has read what another has replaced", async () => {
    const store = await aStore();
    const id = await begun(store, aSession("laptop"));
    const version = await versionOf(store, id);
    await store.tokens.write(id, { version }, sealed("second"));

    expect(await store.tokens.write(id, { version }, sealed("late"))).toBe(false);
    expect(readable(await store.tokens.get(id))).toMatchObject({
      sealed: readable(sealed("second")),
    });
  });

  test("once, when many have read the same", async () => {
    const place = await aStorePlace();
    const stores = [await openPlace(place), await openPlace(place)];
    const id = await begun(await openPlace(place), aSession("laptop"));
    const version = await versionOf(await openPlace(place), id);

    const written = await Promise.all(
      Array.from({ length: 50 }, (_, at) =>
        stores[at % 2]?.tokens.write(id, { version }, sealed(`tokens ${at}`)),
      ),
    );

    expect(written.filter(Boolean)).toHaveLength(1);
  });

  test("never where there are none", async () => {
    const store = await aStore();
    const id = await begun(store, aSession("laptop", { tokens: undefined }));

    expect(await store.tokens.write(id, { version: 0 }, sealed("some"))).toBe(false);
    expect(await store.tokens.write(id, { owner: "" }, sealed("some"))).toBe(false);
    expect(await store.tokens.lease(id, { version: 0, owner: "a", forMs })).toBe(false);
    expect(await store.tokens.get(id)).toBeUndefined();
  });

  test("without touching those of another session", async () => {
    const store = await aStore();
    const [laptop, phone] = [
      await begun(store, aSession("laptop")),
      await begun(store, aSession("phone")),
    ];
    const before = readable(await store.tokens.get(phone));

    await store.tokens.write(laptop, { version: await versionOf(store, laptop) }, sealed("new"));

    expect(readable(await store.tokens.get(phone))).toEqual(before);
  });
});

describe("the lease to refresh tokens", () => {
  test("is one process's, of a hundred that claim it at once", async () => {
    const place = await aStorePlace();
    const stores = [await openPlace(place), await openPlace(place)];
    const id = await begun(await openPlace(place), aSession("laptop"));
    const version = await versionOf(await openPlace(place), id);

    const claims = await Promise.all(
      Array.from({ length: 100 }, (_, at) =>
        stores[at % 2]?.tokens.lease(id, { version, owner: `${at}`, forMs }),
      ),
    );

    expect(claims.filter(Boolean)).toHaveLength(1);
  });

  test("is one for each session", async () => {
    const store = await aStore();
    for (const name of ["laptop", "phone"]) {
      const id = await begun(store, aSession(name));
      const version = await versionOf(store, id);

      expect(await store.tokens.lease(id, { version, owner: "a", forMs })).toBe(true);
    }
  });

  test("is not given for tokens that have been replaced", async () => {
    const store = await aStore();
    const id = await begun(store, aSession("laptop"));
    const version = await versionOf(store, id);
    await store.tokens.write(id, { version }, sealed("second"));

    expect(await store.tokens.lease(id, { version, owner: "a", forMs })).toBe(false);
    const next = await versionOf(store, id);
    expect(await store.tokens.lease(id, { version: next, owner: "a", forMs })).toBe(true);
  });

  test("lets its owner write, once, and is given back by that", async () => {
    const store = await aStore();
    const { id, version } = await leasedTo(store, "a");

    expect(await store.tokens.write(id, { owner: "b" }, sealed("b"))).toBe(false);
    expect(await store.tokens.write(id, { owner: "a" }, sealed("a"))).toBe(true);
    expect(await store.tokens.write(id, { owner: "a" }, sealed("again"))).toBe(false);

    expect(readable(await store.tokens.get(id))).toMatchObject({ sealed: readable(sealed("a")) });
    const next = await versionOf(store, id);
    expect(next).not.toBe(version);
    expect(await store.tokens.lease(id, { version: next, owner: "b", forMs })).toBe(true);
  });

  test("outlives what another writes meanwhile by the version", async () => {
    const store = await aStore();
    const { id, version } = await leasedTo(store, "a");

    expect(await store.tokens.write(id, { version }, sealed("corrected"))).toBe(true);
    const next = await versionOf(store, id);
    expect(await store.tokens.lease(id, { version: next, owner: "b", forMs })).toBe(false);
    expect(await store.tokens.write(id, { owner: "a" }, sealed("refreshed"))).toBe(true);

    expect(readable(await store.tokens.get(id))).toMatchObject({
      sealed: readable(sealed("refreshed")),
    });
  });

  test("is given back after a failure, which is counted", async () => {
    const store = await aStore();
    const { id, version } = await leasedTo(store, "a");

    await store.tokens.release(id, "a");

    expect(await store.tokens.get(id)).toMatchObject({ version, failures: 1 });
    expect(await store.tokens.write(id, { owner: "a" }, sealed("late"))).toBe(false);
    expect(await store.tokens.lease(id, { version, owner: "b", forMs })).toBe(true);
    await store.tokens.release(id, "b");
    expect((await store.sessions.get(id))?.tokens).toMatchObject({ failures: 2 });
  });

  test("is not given back by another", async () => {
    const store = await aStore();
    const { id, version } = await leasedTo(store, "a");

    await store.tokens.release(id, "b");

    expect(await store.tokens.get(id)).toMatchObject({ failures: 0 });
    expect(await store.tokens.lease(id, { version, owner: "b", forMs })).toBe(false);
  });

  test("goes to another when it has run out, and its first owner writes nothing more", async () => {
    const store = await aStore();
    const { id, version } = await leasedTo(store, "a", 50);

    await until(() => store.tokens.lease(id, { version, owner: "b", forMs }));

    expect(await store.tokens.write(id, { owner: "a" }, sealed("a"))).toBe(false);
    await store.tokens.release(id, "a");
    expect(await store.tokens.get(id)).toMatchObject({ version, failures: 0 });
    expect(await store.tokens.write(id, { owner: "b" }, sealed("b"))).toBe(true);
  });

  test("does not run out by the clock of the process, however wrong that is", async () => {
    const clock = aClock();
    const place = await aStorePlace();
    const store = await openPlace(place, { now: clock.now });
    const { id, version } = await leasedTo(store, "a");

    clock.move(hour);

    expect(await store.tokens.lease(id, { version, owner: "b", forMs })).toBe(false);
  });

  test("does not go to the session that comes after", async () => {
    const store = await aStore();
    const { id, version } = await leasedTo(store, "a");
    const previous = { id, version, keepsForms: true };

    await store.sessions.begin(aSession("new"), previous);

    expect(await store.tokens.write(id, { owner: "a" }, sealed("late"))).toBe(false);
    expect(await store.tokens.write(idOf("new"), { owner: "a" }, sealed("late"))).toBe(false);
  });
});

async function leasedTo(
  store: Awaited<ReturnType<typeof aStore>>,
  owner: string,
  leaseMs: number = forMs,
) {
  const id = await begun(store, aSession("laptop"));
  const version = await versionOf(store, id);
  const isLeased = await store.tokens.lease(id, { version, owner, forMs: leaseMs });
  if (!isLeased) throw new Error("the lease was not given");
  return { id, version };
}
