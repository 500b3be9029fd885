/**
 * Works on all items, at most `most` of them at once. Takes an item when work on it begins, and
 * begins nothing new after a failure.
 *
 * @returns what the work gave, in the order of the items
 * @throws the first failure, once all work that was under way has ended
 */
export async function inParallel<Item, Result>(
  items: Iterable<Item>,
  most: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const queue = numbered(items); // all workers take from it
  const results: Result[] = [];
  const failures: unknown[] = [];
  const worker = async () => {
    for (const [at, item] of queue) {
      try {
        results[at] = await work(item);
      } catch (error) {
        failures.push(error);
      }
      if (failures.length > 0) return;
    }
  };
  await Promise.all(Array.from({ length: most }, worker));
  if (failures.length > 0) throw failures[0];
  return results;
}

function* numbered<Item>(items: Iterable<Item>): Generator<[number, Item]> {
  let at = 0;
  for (const item of items) {
    yield [at, item];
    at += 1;
  }
}
