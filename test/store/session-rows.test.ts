import { describe, expect, test } from "@jest/globals";
import { aClock, day, hour, minute } from "../support/clock.ts";
import { aStore, aStorePlace, openPlace } from "../support/store-place.ts";
import { aForm, ana, aSession, begun, idOf, readable, sealed } from "../support/store-rows.ts";

describe("a session that has begun", () => {
  test("is read byte for byte, with its tokens and attachments", async () => {
    const store = await aStore();
    const { expiresAt, tokens, ...row } = aSession("laptop");
    await begun(store, { ...row, tokens, expiresAt });
    await store.attachments.put(row.id, "account", sealed("account"));
    await store.attachments.put(row.id, "record", sealed("record"));

    const read = await store.sessions.get(row.id);

    expect(readable(read)).toEqual(
      readable({
        ...row,
        tokens: { sealed: tokens, version: read?.tokens?.version, failures: 0 },
        attachments: { account: sealed("account"), record: sealed("record") },
      }),
    );
  });

  test("may have no tokens and no attachments", async () => {
    const store = await aStore();
    const id = await begun(store, aSession("laptop", { tokens: undefined }));

    expect(await store.sessions.get(id)).toMatchObject({ tokens: undefined, attachments: {} });
    expect(await store.tokens.get(id)).toBeUndefined();
  });

  test("is read by another process", async () => {
    const place = await aStorePlace();
    const id = await begun(await openPlace(place), aSession("laptop"));

    expect(await (await openPlace(place)).sessions.get(id)).toMatchObject({ id });
  });

  test("gets another content, and keeps the rest", async () => {
    const store = await aStore();
    const id = await begun(store, aSession("laptop"));
    const before = await store.sessions.get(id);

    expect(await store.sessions.update(id, sealed("other"))).toBe(true);

    const after = await store.sessions.get(id);
    expect(readable(after)).toEqual(readable({ ...before, sealed: sealed("other") }));
  });

  test("gets another attachment in place of the one of the same name", async () => {
    const store = await aStore();
    const id = await begun(store, aSession("laptop"));
    await store.attachments.put(id, "account", sealed("first"));
    await store.attachments.put(id, "record", sealed("record"));

    await store.attachments.put(id, "account", sealed("second"));

    expect(readable((await store.sessions.get(id))?.attachments)).toEqual(
      readable({ account: sealed("second"), record: sealed("record") }),
    );
  });
});

describe("that a session was seen", () => {
  const seen = (at: number, words: string) => ({
    seenAt: at,
    seenProof: sealed(words),
    expiresAt: at + day,
  });

  test("is noted with its proof, and nothing else changes", async () => {
    const store = await aStore();
    const session = aSession("laptop");
    const id = await begun(store, session);
    const before = await store.sessions.get(id);
    const later = session.seenAt + minute;

    await store.sessions.touch(id, seen(later, "later"));

    expect(readable(await store.sessions.get(id))).toEqual(
      readable({ ...before, seenAt: later, seenProof: sealed("later") }),
    );
  });

  test.each([
    ["the same time", 0],
    ["an earlier time", -minute],
  ])("is not noted for %s", async (_, difference) => {
    const store = await aStore();
    const session = aSession("laptop");
    const id = await begun(store, session);
    const before = readable(await store.sessions.get(id));

    await store.sessions.touch(id, seen(session.seenAt + difference, "other"));

    expect(readable(await store.sessions.get(id))).toEqual(before);
  });

  test("makes it live longer", async () => {
    const clock = aClock();
    const store = await aStore({ now: clock.now });
    const id = await begun(store, aSession("laptop", { expiresAt: clock.now() + hour }));

    await store.sessions.touch(id, seen(clock.now() + minute, "later"));
    clock.move(2 * hour);

    expect(await store.sweep()).toEqual({ sessions: 1 });
    expect(await store.sessions.get(id)).toMatchObject({ id });
  });
});

describe("a session in place of another", () => {
  const previous = (id: string, version: number | undefined, keepsForms = true) => ({
    id,
    version,
    keepsForms,
  });

  test("comes with its tokens, and the one before goes with all that it had", async () => {
    const store = await aStore();
    const old = await begun(store, aSession("old"));
    await store.attachments.put(old, "account", sealed("account"));
    const version = (await store.tokens.get(old))?.version;

    const outcome = await store.sessions.begin(aSession("new"), previous(old, version));

    expect(outcome).toBe("begun");
    expect(await store.sessions.get(old)).toBeUndefined();
    expect(await store.tokens.get(old)).toBeUndefined();
    const began = await store.sessions.get(idOf("new"));
    expect(readable(began)).toMatchObject({
      tokens: { sealed: readable(sealed("tokens new")), failures: 0 },
      attachments: {},
    });
    expect((await store.sessions.listOf(ana)).map(({ id }) => id)).toEqual([idOf("new")]);
  });

  test("may take the place of one without tokens", async () => {
    const store = await aStore();
    const old = await begun(store, aSession("old", { tokens: undefined }));

    const outcome = await store.sessions.begin(aSession("new"), previous(old, undefined));

    expect(outcome).toBe("begun");
  });

  test("may be somebody else's", async () => {
    const store = await aStore();
    const old = await begun(store, aSession("old"));
    const version = (await store.tokens.get(old))?.version;
    const ben = aSession("new", { person: idOf("Ben") });

    await store.sessions.begin(ben, previous(old, version, false));

    expect(await store.sessions.listOf(ana)).toEqual([]);
    expect(await store.sessions.listOf([idOf("Ben")])).toHaveLength(1);
  });

  test.each([
    [true, "goes over"],
    [false, "goes away"],
  ])("keeps forms: %s; so a form %s", async (keepsForms) => {
    const store = await aStore();
    const old = await begun(store, aSession("old"));
    const form = aForm("comment", old);
    await store.forms.begin(form, 20);
    const version = (await store.tokens.get(old))?.version;

    await store.sessions.begin(aSession("new"), previous(old, version, keepsForms));
    await store.forms.finish(form.id, sealed("done"));

    const now = await store.forms.get(form.id, idOf("new"));
    expect(readable(now)).toEqual(
      keepsForms
        ? { sealed: readable(sealed("done")), isDone: true, begunAt: form.begunAt }
        : undefined,
    );
    expect(await store.forms.get(form.id, old)).toBeUndefined();
  });

  test("counts the forms that went over with its own", async () => {
    const store = await aStore();
    const old = await begun(store, aSession("old"));
    await store.forms.begin(aForm("first", old), 2);
    await store.forms.begin(aForm("second", old), 2);
    const version = (await store.tokens.get(old))?.version;
    await store.sessions.begin(aSession("new"), previous(old, version));

    await store.forms.begin(aForm("third", idOf("new")), 2);

    const found = await Promise.all(
      ["first", "second", "third"].map((name) => store.forms.get(idOf(name), idOf("new"))),
    );
    expect(found.map((form) => form !== undefined)).toEqual([false, true, true]);
  });

  test.each([
    ["was given other tokens", "written"],
    ["has ended", "ended"],
    ["never was", "unknown"],
  ])("does not come when the one before %s, and nothing changes", async (_, happened) => {
    const place = await aStorePlace();
    const [store, other] = [await openPlace(place), await openPlace(place)];
    const old = await begun(store, aSession("old"));
    const form = aForm("comment", old);
    await store.forms.begin(form, 20);
    const version = (await store.tokens.get(old))?.version ?? 0;
    if (happened === "written") await other.tokens.write(old, { version }, sealed("refreshed"));
    if (happened === "ended") await other.sessions.end(old);
    const before = readable(await store.sessions.get(old));
    const id = happened === "unknown" ? idOf("nothing") : old;

    const outcome = await store.sessions.begin(aSession("new"), previous(id, version));

    expect(outcome).toBe("moved");
    expect(readable(await store.sessions.get(old))).toEqual(before);
    expect(await store.sessions.get(idOf("new"))).toBeUndefined();
    expect((await store.sessions.listOf(ana)).length).toBe(happened === "ended" ? 0 : 1);
    expect((await store.forms.get(form.id, old)) !== undefined).toBe(happened !== "ended");
  });

  test("does not come when the one before has lost or gained tokens altogether", async () => {
    const store = await aStore();
    const without = await begun(store, aSession("without", { tokens: undefined }));
    const withTokens = await begun(store, aSession("with"));

    const outcomes = [
      await store.sessions.begin(aSession("new"), previous(without, 0)),
      await store.sessions.begin(aSession("new"), previous(without, 1)),
      await store.sessions.begin(aSession("new"), previous(withTokens, undefined)),
    ];

    expect(outcomes).toEqual(["moved", "moved", "moved"]);
  });

  test("comes once, when two processes begin it at once", async () => {
    const place = await aStorePlace();
    const stores = [await openPlace(place), await openPlace(place)];
    const [store] = stores as [(typeof stores)[0]];
    const old = await begun(store, aSession("old"));
    const version = (await store.tokens.get(old))?.version;

    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        stores[at % 2]?.sessions.begin(aSession(`new ${at}`), previous(old, version)),
      ),
    );

    expect(outcomes.filter((outcome) => outcome === "begun")).toHaveLength(1);
    expect(await store.sessions.listOf(ana)).toHaveLength(1);
  });
});

describe("the sessions of a person", () => {
  test("are listed, and nobody else's", async () => {
    const store = await aStore();
    const { expiresAt: _, tokens: __, ...laptop } = aSession("laptop");
    await begun(store, aSession("laptop", laptop));
    await begun(store, aSession("phone"));
    await begun(store, aSession("Ben's", { person: idOf("Ben") }));

    const listed = await store.sessions.listOf(ana);

    expect(listed.map(({ id }) => id).sort()).toEqual([idOf("laptop"), idOf("phone")].sort());
    expect(readable(listed.find(({ id }) => id === laptop.id))).toEqual(readable(laptop));
    expect(await store.sessions.listOf([idOf("nobody")])).toEqual([]);
  });

  test("are listed under each of the ids that the person has", async () => {
    const store = await aStore();
    const [before, after] = [idOf("by the old secret"), idOf("by the new secret")];
    await begun(store, aSession("old", { person: before }));
    await begun(store, aSession("new", { person: after }));

    const listed = await store.sessions.listOf([after, before]);

    expect(listed.map(({ person }) => person).sort()).toEqual([before, after].sort());
  });

  test("end all at once and give their tokens", async () => {
    const store = await aStore();
    const [before, after] = [idOf("by the old secret"), idOf("by the new secret")];
    await begun(store, aSession("old", { person: before }));
    await begun(store, aSession("new", { person: after }));
    await begun(store, aSession("without", { person: after, tokens: undefined }));
    await begun(store, aSession("Ben's", { person: idOf("Ben") }));

    const ended = await store.sessions.endAllOf([after, before], 0);

    expect(readable([...ended].sort(bySession))).toEqual(
      readable(["old", "new"].map(endedTokens).sort(bySession)),
    );
    expect(await store.sessions.listOf([after, before])).toEqual([]);
    expect(await store.sessions.get(idOf("without"))).toBeUndefined();
    expect(await store.sessions.get(idOf("Ben's"))).toBeDefined();
  });

  test("end but for those that began last", async () => {
    const store = await aStore();
    const [before, after] = [idOf("by the old secret"), idOf("by the new secret")];
    const start = Date.now();
    for (const at of [1, 2, 3, 4, 5]) {
      const person = at % 2 ? before : after;
      await begun(store, aSession(`session ${at}`, { person, createdAt: start + at * minute }));
    }

    const ended = await store.sessions.endAllOf([after, before], 2);

    const left = await store.sessions.listOf([after, before]);
    expect(left.map(({ id }) => id).sort()).toEqual([4, 5].map(nameOf).sort());
    expect(ended.map(({ session }) => session).sort()).toEqual([1, 2, 3].map(nameOf).sort());
  });

  test("stay when there are no more than are kept", async () => {
    const store = await aStore();
    await begun(store, aSession("laptop"));

    expect(await store.sessions.endAllOf(ana, 1)).toEqual([]);
    expect(await store.sessions.listOf(ana)).toHaveLength(1);
  });

  test("that began in the same millisecond: as many as are to be kept stay", async () => {
    const store = await aStore();
    const createdAt = Date.now();
    for (const at of [1, 2, 3]) await begun(store, aSession(`session ${at}`, { createdAt }));

    const ended = await store.sessions.endAllOf(ana, 2);

    expect(ended.map(({ session }) => session)).toEqual([nameOf(1)]);
  });

  function nameOf(at: number): string {
    return idOf(`session ${at}`);
  }
});

describe("a session ends", () => {
  test("and gives its tokens", async () => {
    const store = await aStore();
    const id = await begun(store, aSession("laptop"));

    expect(readable(await store.sessions.end(id))).toEqual(readable([endedTokens("laptop")]));
    expect(await store.sessions.get(id)).toBeUndefined();
    expect(await store.sessions.end(id)).toEqual([]);
  });

  test("also without tokens to give", async () => {
    const store = await aStore();
    const id = await begun(store, aSession("laptop", { tokens: undefined }));

    expect(await store.sessions.end(id)).toEqual([]);
    expect(await store.sessions.get(id)).toBeUndefined();
  });

  test("by its own person, under whichever id of theirs", async () => {
    const store = await aStore();
    const id = await begun(store, aSession("laptop"));

    expect(await store.sessions.end(id, [idOf("by the new secret"), ana[0]])).toHaveLength(1);
    expect(await store.sessions.get(id)).toBeUndefined();
  });

  test("by nobody else", async () => {
    const store = await aStore();
    const id = await begun(store, aSession("laptop"));

    expect(await store.sessions.end(id, [idOf("Ben"), idOf("Ben before")])).toEqual([]);
    expect(await store.sessions.get(id)).toMatchObject({ id });
  });

  test("once, when many ask at once", async () => {
    const place = await aStorePlace();
    const stores = [await openPlace(place), await openPlace(place)];
    const id = await begun(await openPlace(place), aSession("laptop"));

    const ended = await Promise.all(
      Array.from({ length: 20 }, (_, at) => stores[at % 2]?.sessions.end(id)),
    );

    expect(ended.flat()).toHaveLength(1);
  });
});

describe("of a session that has ended", () => {
  test.each(["end", "endAllOf", "begin", "sweep"])("by %s nothing is left", async (how) => {
    const clock = aClock();
    const place = await aStorePlace();
    const store = await openPlace(place, { now: clock.now });
    const session = aSession("laptop", { createdAt: clock.now() });
    const id = await begun(store, session);
    await store.attachments.put(id, "account", sealed("account"));
    const form = aForm("comment", id, clock.now());
    await store.forms.begin(form, 20);
    const version = (await store.tokens.get(id))?.version;

    if (how === "end") await store.sessions.end(id);
    if (how === "endAllOf") await store.sessions.endAllOf(ana, 0);
    if (how === "begin") {
      const ben = aSession("phone", { person: idOf("Ben") });
      await store.sessions.begin(ben, { id, version, keepsForms: false });
    }
    if (how === "sweep") {
      clock.move(2 * day);
      await store.sweep();
    }
    clock.move(how === "sweep" ? -2 * day : 0); // the form itself would still be valid

    expect(await store.sessions.get(id)).toBeUndefined();
    expect(await store.tokens.get(id)).toBeUndefined();
    expect(await store.sessions.listOf(ana)).toEqual([]);
    expect(await store.forms.get(form.id, id)).toBeUndefined();
  });

  test("nothing comes back, whatever is written", async () => {
    const store = await aStore();
    const id = await begun(store, aSession("laptop"));
    const version = (await store.tokens.get(id))?.version ?? 0;
    await store.tokens.lease(id, { version, owner: "a", forMs: 60_000 });
    await store.sessions.end(id);

    const answers = [
      await store.sessions.update(id, sealed("late")),
      await store.tokens.write(id, { version }, sealed("late")),
      await store.tokens.write(id, { owner: "a" }, sealed("late")),
      await store.tokens.lease(id, { version, owner: "b", forMs: 60_000 }),
      await store.forms.begin(aForm("comment", id), 20),
    ];
    await store.sessions.touch(id, {
      seenAt: Date.now() + minute,
      seenProof: sealed("late"),
      expiresAt: Date.now() + day,
    });
    await store.attachments.put(id, "account", sealed("late"));
    await store.tokens.release(id, "a");

    expect(answers).toEqual([false, false, false, false, false]);
    expect(await store.sessions.get(id)).toBeUndefined();
    expect(await store.tokens.get(id)).toBeUndefined();
    expect(await store.forms.get(idOf("comment"), id)).toBeUndefined();
    expect(await store.sessions.listOf(ana)).toEqual([]);
    expect(await store.sweep()).toEqual({ sessions: 0 });
  });

  test("nothing hangs on a new one of the same person", async () => {
    const store = await aStore();
    const id = await begun(store, aSession("laptop"));
    await store.attachments.put(id, "account", sealed("account"));
    await store.sessions.end(id);

    const next = await begun(store, aSession("phone"));

    expect(await store.sessions.get(next)).toMatchObject({ attachments: {} });
  });
});

describe("a sweep", () => {
  test("deletes sessions that are past their end, and counts the others", async () => {
    const clock = aClock();
    const store = await aStore({ now: clock.now });
    await begun(store, aSession("past", { expiresAt: clock.now() + hour }));
    await begun(store, aSession("now", { expiresAt: clock.now() + 2 * hour }));
    await begun(store, aSession("later", { expiresAt: clock.now() + 2 * hour + 1 }));
    await begun(store, aSession("Ben's", { person: idOf("Ben") }));

    clock.move(2 * hour);

    expect(await store.sweep()).toEqual({ sessions: 2 });
    expect((await store.sessions.listOf(ana)).map(({ id }) => id)).toEqual([idOf("later")]);
    expect(await store.sessions.get(idOf("past"))).toBeUndefined();
    expect(await store.sessions.get(idOf("Ben's"))).toBeDefined();
  });

  test("finds nothing in an empty store", async () => {
    expect(await (await aStore()).sweep()).toEqual({ sessions: 0 });
  });

  test("leaves nothing behind of more than it deletes at once", async () => {
    const clock = aClock();
    const store = await aStore({ now: clock.now });
    const expiresAt = clock.now() + hour;
    for (let hundreds = 0; hundreds < 25; hundreds += 1) {
      const sessions = Array.from({ length: 100 }, (_, at) =>
        aSession(`${hundreds} ${at}`, { expiresAt }),
      );
      await Promise.all(sessions.map((session) => begun(store, session)));
    }
    await begun(store, aSession("later"));

    clock.move(hour);

    expect(await store.sweep()).toEqual({ sessions: 1 });
    expect(await store.sessions.listOf(ana)).toHaveLength(1);
  });

  test("leaves forms and attempts that are valid", async () => {
    const clock = aClock();
    const store = await aStore({ now: clock.now });
    const id = await begun(store, aSession("laptop", { createdAt: clock.now() }));
    await store.forms.begin(aForm("comment", id, clock.now()), 20);

    clock.move(9 * minute);
    await store.sweep();

    expect(await store.forms.get(idOf("comment"), id)).toBeDefined();
  });
});

test("a store answers, and closes twice without complaint", async () => {
  const store = await aStore();

  await expect(store.ping()).resolves.toBeUndefined();
  await store.close();
  await expect(store.close()).resolves.toBeUndefined();
});

function endedTokens(name: string) {
  return { session: idOf(name), sealed: sealed(`tokens ${name}`) };
}

function bySession(one: { session: string }, other: { session: string }): number {
  return one.session < other.session ? -1 : 1;
}
