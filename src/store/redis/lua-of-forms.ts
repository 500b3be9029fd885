import { append, keepIndex, luaScript } from "./lua-script.ts";

/** Deletes the rows beyond the newest of an index. */
const cut = `
  local function cut(index, keepNewest, rows)
    for _, id in ipairs(redis.call('ZRANGE', index, 0, -1 - keepNewest)) do
      redis.call('DEL', rows .. id)
      redis.call('ZREM', index, id)
    end
  end`;

/** Forms that were sent, and sign-in attempts. */
export const formScripts = {
  beginForm: luaScript(`
    ${keepIndex} ${append} ${cut}
    local prefix, id, session, sealed, begun, expiresAt, ttl, now, keepNewest = unpack(ARGV)
    local form, ofSession, sessionRow = unpack(KEYS)
    if redis.call('EXISTS', sessionRow) == 0 then return 0 end
    local ends, before = unpack(redis.call('HMGET', form, 'ends', 'session'))
    if ends and tonumber(ends) > tonumber(now) then return 0 end
    if before then
      redis.call('ZREM', prefix .. 'sf:' .. before, id)
      redis.call('DEL', form)
    end
    redis.call('HSET', form, 'session', session, 'sealed', sealed, 'done', 0,
      'begun', begun, 'ends', expiresAt)
    redis.call('PEXPIRE', form, ttl)
    append(ofSession, begun, id, ttl)
    cut(ofSession, keepNewest, prefix .. 'f:')
    return 1`),

  finishForm: luaScript(`
    local prefix, sealed = unpack(ARGV)
    if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
    redis.call('HSET', KEYS[1], 'sealed', sealed, 'done', 1)
    return 1`),

  addAttempt: luaScript(`
    ${keepIndex} ${append} ${cut}
    local prefix, id, browser, sealed, expiresAt, ttl, keepNewest = unpack(ARGV)
    local attempt, ofBrowser = unpack(KEYS)
    redis.call('HSET', attempt, 'browser', browser, 'sealed', sealed, 'ends', expiresAt)
    redis.call('PEXPIRE', attempt, ttl)
    append(ofBrowser, expiresAt, id, ttl)
    cut(ofBrowser, keepNewest, prefix .. 'a:')
    return 1`),

  takeAttempt: luaScript(`
    local prefix, id, now = unpack(ARGV)
    local sealed, browser, ends = unpack(redis.call('HMGET', KEYS[1], 'sealed', 'browser', 'ends'))
    if not sealed then return false end
    redis.call('DEL', KEYS[1])
    redis.call('ZREM', prefix .. 'b:' .. browser, id)
    return tonumber(ends) > tonumber(now) and sealed`),
};
