import { describe, expect, test } from "@jest/globals";
import { aClock } from "../support/clock.ts";
import { aStore, aStorePlace, openPlace } from "../support/store-place.ts";
import { anAttempt, idOf, readable } from "../support/store-rows.ts";

describe("a sign-in attempt", () => {
  test("is taken out once", async () => {
    const store = await aStore();
    const attempt = anAttempt("first");
    await store.attempts.add(attempt, 5);

    expect(readable(await store.attempts.take(attempt.id))).toEqual(readable(attempt.sealed));
    expect(await store.attempts.take(attempt.id)).toBeUndefined();
  });

  test("is taken out by one, of a hundred at once in two processes", async () => {
    const place = await aStorePlace();
    const stores = [await openPlace(place), await openPlace(place)];
    await stores[0]?.attempts.add(anAttempt("first"), 5);

    const taken = await Promise.all(
      Array.from({ length: 100 }, (_, at) => stores[at % 2]?.attempts.take(idOf("first"))),
    );

    expect(taken.filter((sealed) => sealed !== undefined)).toHaveLength(1);
  });

  test("is not there before it was added", async () => {
    expect(await (await aStore()).attempts.take(idOf("first"))).toBeUndefined();
  });

  test.each([
    [1, true],
    [0, false],
  ])("%s ms before its end is given: %s", async (left, isGiven) => {
    const clock = aClock();
    const store = await aStore({ now: clock.now });
    const attempt = anAttempt("first", idOf("browser"), clock.now());
    await store.attempts.add(attempt, 5);

    clock.move(attempt.expiresAt - clock.now() - left);

    expect((await store.attempts.take(attempt.id)) !== undefined).toBe(isGiven);
  });
});

describe("beyond as many attempts as a browser keeps", () => {
  test.each([
    ["one after the other", 1],
    ["in the same millisecond", 0],
  ])("its oldest go, begun %s", async (_, between) => {
    const store = await aStore();
    const start = Date.now();
    const names = ["first", "second", "third", "fourth"];

    for (const [at, name] of names.entries()) {
      await store.attempts.add(anAttempt(name, idOf("browser"), start + at * between), 3);
    }

    expect(await givenOf(store, names)).toEqual([false, true, true, true]);
  });

  test("those that were taken do not count", async () => {
    const store = await aStore();
    for (const name of ["first", "second"]) await store.attempts.add(anAttempt(name), 2);
    await store.attempts.take(idOf("second"));

    await store.attempts.add(anAttempt("third"), 2);

    expect(await givenOf(store, ["first", "third"])).toEqual([true, true]);
  });

  test("those of other browsers stay", async () => {
    const store = await aStore();
    await store.attempts.add(anAttempt("other", idOf("other browser")), 1);

    for (const name of ["first", "second"]) await store.attempts.add(anAttempt(name), 1);

    expect(await givenOf(store, ["other", "first", "second"])).toEqual([true, false, true]);
  });
});

async function givenOf(
  store: Awaited<ReturnType<typeof aStore>>,
  names: readonly string[],
): Promise<boolean[]> {
  const taken = await Promise.all(names.map((name) => store.attempts.take(idOf(name))));
  return taken.map((sealed) => sealed !== undefined);
}
