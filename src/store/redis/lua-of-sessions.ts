import { append, endSession, keepIndex, luaScript } from "./lua-script.ts";

/**
 * Each script is one atomic step. The prefix comes as the first argument, for the keys that a script
 * finds out as it runs. The first that a script writes is what is new: a Redis that is full refuses
 * that, but nothing after a first write.
 */
export const sessionScripts = {
  beginSession: luaScript(`
    ${keepIndex} ${append} ${endSession}
    local prefix, id, person, sealed, created, seen, proof, expiresAt, ttl,
      hasTokens, tokens, previous, version, keepsForms = unpack(ARGV)
    local session, ofPerson, ends, previousSession, formsOfPrevious, forms = unpack(KEYS)
    if previous ~= '' then
      if redis.call('EXISTS', previousSession) == 0 then return 0 end
      if (redis.call('HGET', previousSession, 'version') or '') ~= version then return 0 end
    end
    if redis.call('EXISTS', session) == 1 then redis.call('DEL', session) end
    redis.call('HSET', session, 'person', person, 'sealed', sealed,
      'created', created, 'seen', seen, 'proof', proof)
    if hasTokens == '1' then
      redis.call('HSET', session, 'tokens', tokens, 'version', 0, 'failures', 0)
    end
    redis.call('PEXPIRE', session, ttl)
    if person ~= '' then append(ofPerson, created, id, ttl) end
    redis.call('ZADD', ends, expiresAt, id)
    keepIndex(ends, ttl)
    if previous == '' then return 1 end
    if keepsForms == '1' and redis.call('EXISTS', formsOfPrevious) == 1 then
      for _, form in ipairs(redis.call('ZRANGE', formsOfPrevious, 0, -1)) do
        local row = prefix .. 'f:' .. form
        if redis.call('EXISTS', row) == 1 then redis.call('HSET', row, 'session', id) end
      end
      redis.call('RENAME', formsOfPrevious, forms)
    end
    endSession(prefix, previous)
    return 1`),

  writeField: luaScript(`
    local prefix, field, sealed = unpack(ARGV)
    if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
    redis.call('HSET', KEYS[1], field, sealed)
    return 1`),

  touchSession: luaScript(`
    ${keepIndex}
    local prefix, id, seen, proof, expiresAt, ttl = unpack(ARGV)
    local session, ends = unpack(KEYS)
    local noted, person = unpack(redis.call('HMGET', session, 'seen', 'person'))
    if not noted or tonumber(noted) >= tonumber(seen) then return 0 end
    redis.call('HSET', session, 'seen', seen, 'proof', proof)
    redis.call('PEXPIRE', session, ttl)
    redis.call('ZADD', ends, expiresAt, id)
    keepIndex(ends, ttl)
    keepIndex(prefix .. 'p:' .. person, ttl)
    return 1`),

  endSession: luaScript(`
    ${endSession}
    local prefix, id = unpack(ARGV)
    local person = redis.call('HGET', KEYS[1], 'person')
    local isTheirs = #ARGV == 2
    for at = 3, #ARGV do isTheirs = isTheirs or ARGV[at] == person end
    if not person or not isTheirs then return {} end
    local tokens = endSession(prefix, id)
    return tokens and {id, tokens} or {}`),

  endAllOf: luaScript(`
    ${endSession}
    local prefix, keepNewest = unpack(ARGV)
    local sessions, ended = {}, {}
    for _, index in ipairs(KEYS) do
      local found = redis.call('ZRANGE', index, 0, -1, 'WITHSCORES')
      for at = 1, #found, 2 do
        if redis.call('EXISTS', prefix .. 's:' .. found[at]) == 1 then
          sessions[#sessions + 1] = {id = found[at], began = tonumber(found[at + 1])}
        else
          redis.call('ZREM', index, found[at])
        end
      end
    end
    table.sort(sessions, function(one, other) return one.began > other.began end)
    for at = keepNewest + 1, #sessions do
      local tokens = endSession(prefix, sessions[at].id)
      if tokens then
        ended[#ended + 1] = sessions[at].id
        ended[#ended + 1] = tokens
      end
    end
    return ended`),

  listOf: luaScript(`
    local prefix = unpack(ARGV)
    local rows = {}
    for _, index in ipairs(KEYS) do
      for _, id in ipairs(redis.call('ZRANGE', index, 0, -1)) do
        local row = redis.pcall('HMGET', prefix .. 's:' .. id,
          'person', 'sealed', 'created', 'seen', 'proof')
        if not row.err and row[1] and row[2] and row[3] and row[4] and row[5] then
          row[#row + 1] = id
          rows[#rows + 1] = row
        else
          redis.call('ZREM', index, id)
        end
      end
    end
    return rows`),

  sweepSessions: luaScript(`
    ${endSession}
    local prefix, now, atOnce = unpack(ARGV)
    local ended = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, atOnce)
    for _, id in ipairs(ended) do endSession(prefix, id) end
    return {#ended, redis.call('ZCARD', KEYS[1])}`),
};

/** Tokens, and the lease to refresh them, which runs by Redis' clock. */
export const tokenScripts = {
  leaseTokens: luaScript(`
    local prefix, version, owner, forMs = unpack(ARGV)
    local kept, leasedTo, leasedUntil =
      unpack(redis.call('HMGET', KEYS[1], 'version', 'owner', 'until'))
    local time = redis.call('TIME')
    local now = time[1] * 1000 + math.floor(time[2] / 1000)
    if kept ~= version or (leasedTo and tonumber(leasedUntil) > now) then return 0 end
    redis.call('HSET', KEYS[1], 'owner', owner, 'until', string.format('%.0f', now + forMs))
    return 1`),

  writeTokens: luaScript(`
    local prefix, field, expected, sealed = unpack(ARGV)
    local version, found = unpack(redis.call('HMGET', KEYS[1], 'version', field))
    if not version or found ~= expected then return 0 end
    redis.call('HSET', KEYS[1], 'tokens', sealed)
    redis.call('HINCRBY', KEYS[1], 'version', 1)
    if field == 'owner' then redis.call('HDEL', KEYS[1], 'owner', 'until') end
    return 1`),

  releaseTokens: luaScript(`
    local prefix, owner = unpack(ARGV)
    if redis.call('HGET', KEYS[1], 'owner') ~= owner then return 0 end
    redis.call('HDEL', KEYS[1], 'owner', 'until')
    redis.call('HINCRBY', KEYS[1], 'failures', 1)
    return 1`),
};
