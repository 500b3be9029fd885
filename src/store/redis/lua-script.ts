import { type CommandParser, defineScript } from "@redis/client";

/** What goes into a script. */
type Argument = string | number | Uint8Array;

/** A script that the client sends by its hash, and whole where the server does not know it. */
export function luaScript(lua: string) {
  return defineScript({
    SCRIPT: lua,
    parseCommand(parser: CommandParser, keys: readonly string[], values: readonly Argument[]) {
      parser.pushKeysLength([...keys]);
      parser.push(...values.map(argumentOf));
    },
    transformReply: (reply: unknown) => reply,
  });
}

function argumentOf(value: Argument): string | Buffer {
  if (typeof value !== "object") return String(value);
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}

/** In Lua: keeps an index alive for at least so many milliseconds. */
export const keepIndex = `
  local function keepIndex(index, ttl)
    if redis.call('PTTL', index) < tonumber(ttl) then redis.call('PEXPIRE', index, ttl) end
  end`;

/**
 * In Lua, after `keepIndex`: puts one behind all others, also where two come in one millisecond or
 * clocks differ, and keeps the index alive as long as that one.
 */
export const append = `
  local function append(index, time, id, ttl)
    local newest = redis.call('ZREVRANGE', index, 0, 0, 'WITHSCORES')[2]
    if newest and tonumber(newest) >= tonumber(time) then time = newest + 1 end
    redis.call('ZADD', index, string.format('%.0f', time), id)
    keepIndex(index, ttl)
  end`;

/** In Lua: deletes a session with its forms and its places in indexes; gives its tokens, or false. */
export const endSession = `
  local function endSession(prefix, id)
    local session, forms = prefix .. 's:' .. id, prefix .. 'sf:' .. id
    local row = redis.pcall('HMGET', session, 'tokens', 'person')
    local ofSession = redis.pcall('ZRANGE', forms, 0, -1)
    if row.err then row = {} end -- somebody else has put another kind of value there
    for _, form in ipairs(ofSession.err and {} or ofSession) do
      redis.call('DEL', prefix .. 'f:' .. form)
    end
    redis.call('DEL', session, forms)
    redis.call('ZREM', prefix .. 'ends', id)
    if row[2] then redis.call('ZREM', prefix .. 'p:' .. row[2], id) end
    return row[1] or false
  end`;
