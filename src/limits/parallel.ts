import pLimit from "p-limit";

const batchSize = 1_000;

/**
 * Works on all items, at most `most` of them at once. After a failure nothing new is begun. Items are
 * taken in batches, so that a hundred thousand of them do not wait in memory.
 *
 * @returns what the work gave, in the order of the items
 * @throws the first failure, once all work that was under way has ended
 */
export async function inParallel<Item, Result>(
  items: Iterable<Item>,
  most: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const limit = pLimit(most);
  const results: Result[] = [];
  const failures: unknown[] = [];
  for (const batch of batchesOf(items)) {
    const ended = await limit.map(batch, async (item) => {
      if (failures.length > 0) return [];
      try {
        return [await work(item)];
      } catch (error) {
        failures.push(error);
        return [];
      }
    });
    if (failures.length > 0) throw failures[0];
    results.push(...ended.flat(1));
  }
  return results;
}

function* batchesOf<Item>(items: Iterable<Item>): Generator<readonly Item[]> {
  let batch: Item[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length === batchSize) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}
