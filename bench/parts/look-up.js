// Does finding a session cost more where there are many, and does clearing ended ones keep requests
// waiting?

import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";
import { idOfOneThatOpens, kept, openBenchSessions } from "../lib/made-up-sessions.js";
import {
  CannotMeasure,
  cpuOfThisProcess,
  createRandom,
  median,
  waitedForProcessorMs,
} from "../lib/measured.js";
import * as redis from "../lib/redis-place.js";
import * as sqlite from "../lib/sqlite-place.js";

const goals = { ratio: 1.2, waitMs: 100 };
const full = { few: 1_000, many: 1_000_000, lookUps: 10_000, ended: 300_000, living: 10_000 };
const rough = { few: 1_000, many: 50_000, lookUps: 2_000, ended: 20_000, living: 1_000 };
const lookUpsASlice = 100;

/** Gives the tables, of SQLite first. */
export async function* run({ quick }) {
  const sizes = quick ? rough : full;
  const problems = [];
  for (const kind of [sqlite, redis]) {
    try {
      yield* lookUps(kind, sizes);
      yield* clearing(kind, sizes);
    } catch (error) {
      if (!(error instanceof CannotMeasure)) throw error;
      problems.push(error.message);
    }
  }
  if (problems.length > 0) throw new CannotMeasure(problems.join("\n"));
}

/** Slices of the one size and of the other in turn, so that both meet the same machine. */
async function* lookUps({ kind, requireRoom, place }, sizes) {
  requireRoom(sizes.many + sizes.few);
  const [few, many] = [await place(), await place()];
  const random = createRandom();
  const readers = [];
  for (const [where, count] of [
    [few, sizes.few],
    [many, sizes.many],
  ]) {
    await where.fill([{ from: 0, count, signedInAt: Date.now() }]);
    readers.push(createReaders(await where.open(), { where, count, random }));
  }
  const [ofFew, ofMany] = readers;
  for (const name of Object.keys(whatIsRead)) {
    const slices = [];
    for (let done = -lookUpsASlice * 5; done < sizes.lookUps; done += lookUpsASlice) {
      const isManyFirst = random(2) === 1;
      const first = await (isManyFirst ? ofMany : ofFew)[name]();
      const second = await (isManyFirst ? ofFew : ofMany)[name]();
      if (done >= 0) slices.push(isManyFirst ? [second, first] : [first, second]);
    }
    yield lookUpTable({ kind, name, sizes, slices });
  }
  yield sizeTable({ kind, sizes, bytes: [await few.bytes(), await many.bytes()] });
  await few.close();
  await many.close();
}

const whatIsRead = {
  session: "a session as a page reads it: the row, opened, with its tokens and an attachment",
  row: "the store's row alone, sealed",
};

function createReaders(store, { where, count, random }) {
  const sessions = openBenchSessions(store);
  const get = promisify(sessions.store.get).bind(sessions.store);
  const idOf = () => idOfOneThatOpens(random(count));
  return {
    session: () =>
      slice(where, idOf, async (id) => {
        const session = await get(id);
        const beside = sessions.readWith(session);
        return session?.signedIn && beside.tokens() && beside.attachment(kept);
      }),
    row: () =>
      slice(
        where,
        () => sessions.ofPerson.idOf(idOf()),
        (id) => store.sessions.get(id),
      ),
  };
}

/** Microseconds of CPU a look-up, in this process and in the server. */
async function slice({ cpuOfServer }, idOf, lookUp) {
  const ids = Array.from({ length: lookUpsASlice }, idOf);
  const serverBefore = await cpuOfServer?.();
  const before = cpuOfThisProcess();
  for (const id of ids) {
    if (!(await lookUp(id))) throw new Error("a session is not there, or does not open");
  }
  const own = (cpuOfThisProcess() - before) / lookUpsASlice;
  const server = cpuOfServer ? ((await cpuOfServer()) - serverBefore) / lookUpsASlice : undefined;
  return { own, server };
}

function lookUpTable({ kind, name, sizes, slices }) {
  const row = (who, costOf) => {
    const costs = slices.map((pair) => pair.map(costOf));
    const ratio = median(costs.map(([ofFew, ofMany]) => ofMany / ofFew));
    const medians = [0, 1].map((at) => median(costs.map((pair) => pair[at])).toFixed(1));
    return { name: who, cells: [...medians, `× ${ratio.toFixed(2)}`], value: ratio };
  };
  const all = row("all", ({ own, server }) => own + (server ?? 0));
  const parts = [
    ["this process", ({ own }) => own],
    ["the server", ({ server }) => server],
  ];
  return {
    title: `${kind}: ${whatIsRead[name]}; µs of CPU, median of ${sizes.lookUps} random look-ups in slices of ${lookUpsASlice}`,
    columns: [`of ${sizes.few}`, `of ${sizes.many}`, "ratio"],
    rows: [
      name === "session" ? { ...all, goal: goals.ratio } : all,
      ...(slices[0][0].server === undefined ? [] : parts.map((part) => row(...part))),
    ],
  };
}

function sizeTable({ kind, sizes, bytes: [ofFew, ofMany] }) {
  const aSession = ((ofMany - ofFew) / (sizes.many - sizes.few)).toFixed(0);
  return {
    title: `${kind}: how large it is`,
    columns: ["bytes"],
    rows: [
      { name: `${sizes.many} sessions`, cells: [String(ofMany)] },
      { name: "a session more", cells: [aSession] },
    ],
  };
}

/** Requests come at their times, also while the process is busy: each waits from then. */
async function* clearing({ kind, requireRoom, place }, { ended, living }) {
  requireRoom(ended + living);
  const where = await place();
  const longAgo = Date.now() - 8 * 24 * 3_600_000;
  await where.fill([
    { from: living, count: ended, signedInAt: longAgo },
    { from: 0, count: living, signedInAt: Date.now() },
  ]);
  const store = await where.open();
  const sessions = openBenchSessions(store);
  const get = promisify(sessions.store.get).bind(sessions.store);
  const random = createRandom();
  const request = async () => {
    if (!(await get(idOfOneThatOpens(random(living))))) throw new Error("a living session is gone");
  };

  const pids = [process.pid, where.pidOfServer ?? process.pid];
  const alone = await waitsDuring(() => setTimeout(3_000), { request, pids });
  const startedAt = performance.now();
  let left;
  const sweep = async () => {
    left = await sessions.sweep();
  };
  const clearing = await waitsDuring(sweep, { request, pids });
  const seconds = (performance.now() - startedAt) / 1000;
  if (left.sessions !== living) throw new Error(`${left.sessions} sessions are left`);
  await where.close();

  const row = (name, waits, goal) => {
    const longest = Math.max(...waits.map(({ workMs }) => workMs));
    const times = [median(waits.map(({ ms }) => ms)), Math.max(...waits.map(({ ms }) => ms))];
    const cells = [waits.length, ...[...times, longest].map((ms) => ms.toFixed(1))].map(String);
    return { name, cells, value: longest, goal };
  };
  yield {
    title: `${kind}: clearing ${ended} ended sessions beside ${living} living ones, in ${seconds.toFixed(1)} s; a look-up every ${everyMs} ms, how long it waits; at work: but for what this process, or Redis, waited for a processor`,
    columns: ["look-ups", "median ms", "longest ms", "longest at work"],
    rows: [row("before", alone), row("meanwhile", clearing, goals.waitMs)],
  };
}

async function waitsDuring(work, { request, pids }) {
  const waited = () => pids.map(waitedForProcessorMs);
  const requests = [];
  let isDone = false;
  const working = work().finally(() => {
    isDone = true;
  });
  let waitedBefore = waited();
  for (let dueAt = performance.now(); !isDone; dueAt += everyMs) {
    const earlyMs = dueAt - performance.now();
    if (earlyMs > 0) {
      waitedBefore = waited();
      await setTimeout(earlyMs);
    }
    const before = waitedBefore;
    const wait = () => {
      const ms = performance.now() - dueAt;
      const idleMs = Math.max(...waited().map((one, at) => one - before[at]));
      return { ms, workMs: Math.max(0, ms - idleMs) };
    };
    requests.push(request().then(wait));
  }
  await working;
  return Promise.all(requests);
}

const everyMs = 5;
