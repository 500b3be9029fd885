import type { Counts } from "./store-place.ts";
export interface RedisPlace {
  readonly kind: "redis";
  readonly url: string;
  readonly prefix: string;
}
export async function redisPlace(): Promise<RedisPlace> {
  throw new Error("not yet");
}
export async function keysAt(_place: RedisPlace): Promise<Counts> {
  throw new Error("not yet");
}
export async function savedBytes(_place: RedisPlace): Promise<Buffer> {
  throw new Error("not yet");
}
