import { formScripts } from "./lua-of-forms.ts";
import { sessionScripts, tokenScripts } from "./lua-of-sessions.ts";
import { luaScript } from "./lua-script.ts";

/** What the client can do beside Redis' own commands. */
export const scripts = {
  ...sessionScripts,
  ...tokenScripts,
  ...formScripts,

  /** Runs each command that the others run, and leaves nothing. */
  tryCommands: luaScript(`
    local key = KEYS[1]
    redis.call('TIME')
    redis.call('DEL', key)
    redis.call('HSET', key, 'field', 1)
    redis.call('HINCRBY', key, 'field', 1)
    redis.call('HGET', key, 'field')
    redis.call('HMGET', key, 'field')
    redis.call('HDEL', key, 'other')
    redis.call('EXISTS', key)
    redis.call('PEXPIRE', key, 1000)
    redis.call('PTTL', key)
    redis.call('RENAME', key, key)
    redis.call('DEL', key)
    redis.call('ZADD', key, 1, 'member')
    redis.call('ZCARD', key)
    redis.call('ZRANGE', key, 0, -1)
    redis.call('ZREVRANGE', key, 0, 0)
    redis.call('ZRANGEBYSCORE', key, 0, 0)
    redis.call('ZREM', key, 'member')
    return 1`),
};
