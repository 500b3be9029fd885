import { describe, expect, test } from "@jest/globals";
import { aClock, day, minute } from "../support/clock.ts";
import { aStore, aStorePlace, openPlace } from "../support/store-place.ts";
import { aForm, aSession, begun, idOf, readable, sealed } from "../support/store-rows.ts";

describe("a form that was sent", () => {
  test("is kept while it is worked on, and so is what came of it", async () => {
    const store = await aStore();
    const session = await begun(store, aSession("laptop"));
    const form = aForm("comment", session);

    expect(await store.forms.begin(form, 20)).toBe(true);
    const { sealed: typed, begunAt } = form;
    expect(readable(await store.forms.get(form.id, session))).toEqual(
      readable({ sealed: typed, isDone: false, begunAt }),
    );

    await store.forms.finish(form.id, sealed("done"));
    expect(readable(await store.forms.get(form.id, session))).toEqual(
      readable({ sealed: sealed("done"), isDone: true, begunAt }),
    );
  });

  test("is its session's alone", async () => {
    const store = await aStore();
    const laptop = await begun(store, aSession("laptop"));
    const phone = await begun(store, aSession("phone"));
    await store.forms.begin(aForm("comment", laptop), 20);

    expect(await store.forms.get(idOf("comment"), phone)).toBeUndefined();
    expect(await store.forms.get(idOf("another"), laptop)).toBeUndefined();
  });

  test("begins once, of fifty at once in two processes", async () => {
    const place = await aStorePlace();
    const stores = [await openPlace(place), await openPlace(place)];
    const session = await begun(await openPlace(place), aSession("laptop"));

    const begins = await Promise.all(
      Array.from({ length: 50 }, (_, at) =>
        stores[at % 2]?.forms.begin(aForm("comment", session), 20),
      ),
    );

    expect(begins.filter(Boolean)).toHaveLength(1);
  });

  test("does not begin again when it is done, and stays as it is", async () => {
    const store = await aStore();
    const session = await begun(store, aSession("laptop"));
    await store.forms.begin(aForm("comment", session), 20);
    await store.forms.finish(idOf("comment"), sealed("done"));

    expect(await store.forms.begin(aForm("comment", session), 20)).toBe(false);
    expect(await store.forms.get(idOf("comment"), session)).toMatchObject({ isDone: true });
  });

  test("needs a session", async () => {
    const store = await aStore();

    expect(await store.forms.begin(aForm("comment", idOf("nobody's")), 20)).toBe(false);
    expect(await store.forms.get(idOf("comment"), idOf("nobody's"))).toBeUndefined();
  });

  test("that has expired is not read, and may begin again", async () => {
    const clock = aClock();
    const store = await aStore({ now: clock.now });
    const session = await begun(store, aSession("laptop", { expiresAt: clock.now() + day }));
    const form = aForm("comment", session, clock.now());
    await store.forms.begin(form, 20);
    await store.forms.finish(form.id, sealed("done"));

    clock.move(form.expiresAt - clock.now() - 1);
    expect(await store.forms.get(form.id, session)).toBeDefined();
    expect(await store.forms.begin(form, 20)).toBe(false);

    clock.move(1);
    expect(await store.forms.get(form.id, session)).toBeUndefined();
    expect(await store.forms.begin(aForm("comment", session, clock.now()), 20)).toBe(true);
    expect(await store.forms.get(form.id, session)).toMatchObject({ isDone: false });
  });

  test("that is not there is not finished", async () => {
    const store = await aStore();
    const session = await begun(store, aSession("laptop"));

    await store.forms.finish(idOf("comment"), sealed("done"));

    expect(await store.forms.get(idOf("comment"), session)).toBeUndefined();
    expect(await store.forms.begin(aForm("comment", session), 20)).toBe(true);
  });
});

describe("beyond as many forms as a session keeps", () => {
  test.each([
    ["minute after minute", minute],
    ["in the same millisecond", 0],
  ])("its oldest go, sent %s", async (_, between) => {
    const store = await aStore();
    const session = await begun(store, aSession("laptop"));
    const start = Date.now();
    const names = ["first", "second", "third", "fourth"];

    for (const [at, name] of names.entries()) {
      await store.forms.begin(aForm(name, session, start + at * between), 3);
    }

    const kept = await Promise.all(names.map((name) => store.forms.get(idOf(name), session)));
    expect(kept.map((form) => form !== undefined)).toEqual([false, true, true, true]);
  });

  test("those of other sessions stay", async () => {
    const store = await aStore();
    const laptop = await begun(store, aSession("laptop"));
    const phone = await begun(store, aSession("phone"));
    await store.forms.begin(aForm("first", phone), 1);

    await store.forms.begin(aForm("second", laptop), 1);
    await store.forms.begin(aForm("third", laptop), 1);

    expect(await store.forms.get(idOf("first"), phone)).toBeDefined();
  });
});
