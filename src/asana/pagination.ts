import type { AsanaClient } from "./client.ts";
import type { Operation } from "./operation.ts";

const recordsPerPage = 100; // the most that Asana allows

/**
 * All records of a list, one by one. Each page is read when the caller asks for its first record; after
 * a `break` no further page is read.
 *
 * @throws AsanaApiError
 * @see Asana's page "Pagination"
 */
export async function* eachOf<Item>(
  client: AsanaClient,
  list: Operation<readonly Item[]>,
): AsyncGenerator<Item, void, undefined> {
  let offset: string | undefined;
  do {
    const query = { limit: String(recordsPerPage), ...list.query, ...(offset && { offset }) };
    const page = await client.call({ ...list, query });
    yield* page.data;
    offset = page.nextOffset;
  } while (offset !== undefined);
}

/** The first so many of a list, and whether there are more. */
export async function firstOf<Item>(
  list: AsyncIterable<Item>,
  count: number,
): Promise<{ readonly items: readonly Item[]; readonly isCut: boolean }> {
  const items: Item[] = [];
  for await (const item of list) {
    if (items.length === count) return { items, isCut: true };
    items.push(item);
  }
  return { items, isCut: false };
}
