import type { Resource, ResourceType, World } from "../world.ts";
import type { Caller } from "./caller.ts";

/** One operation of the API. */
export interface Operation {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** With `:name` for what varies. */
  readonly path: string;
  /** null: no granular scope covers it. */
  readonly scope: string | null;
  /** Refused to everybody but service accounts. */
  readonly isForServiceAccounts?: boolean;
  /** The type of record it answers with, for `opt_fields`. */
  readonly answers: ResourceType | "plain";
  run(call: Call): Answer;
}

/** A request whose token and scope are in order. */
export interface Call {
  readonly world: World;
  readonly caller: Caller;
  readonly now: number;
  readonly query: URLSearchParams;
  /** The `data` of the body; a form's fields are strings. */
  readonly data: Readonly<Record<string, unknown>>;
  /** @returns the part of the path that `:name` stands for */
  param(name: string): string;
}

export type Answer =
  | { readonly kind: "record"; readonly item: Resource }
  | { readonly kind: "created"; readonly item: Resource }
  | { readonly kind: "list"; readonly items: readonly Resource[] }
  /** Only `offset` is documented, no `next_page`, at most 2000 records. */
  | { readonly kind: "half-paged"; readonly items: readonly Resource[] }
  /** Records as they are, in a list without an end: there is always a next page. */
  | { readonly kind: "poll"; readonly items: readonly object[] }
  | { readonly kind: "nothing" };

export function record(item: Resource): Answer {
  return { kind: "record", item };
}

export function created(item: Resource): Answer {
  return { kind: "created", item };
}

export function list(items: readonly Resource[]): Answer {
  return { kind: "list", items };
}

export function halfPaged(items: readonly Resource[]): Answer {
  return { kind: "half-paged", items: items.slice(0, 2000) };
}

export const nothing: Answer = { kind: "nothing" };
