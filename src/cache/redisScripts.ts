import type { Redis } from 'ioredis'

/**
 * Redis holds one hash with a version counter that rises with every invalidation (field `turn`), and for
 * each tag the version of its last invalidation. A response is stored with the version from before it
 * was read from the database. It is valid as long as none of its tags has a higher version. So a
 * response that was read before a write is outdated whenever it is stored, without any clock.
 *
 * The hash starts a new era, in which all stored responses are outdated, in three cases: Redis has
 * restarted and may have lost invalidations, Redis has evicted the hash, or the hash grows too large.
 */
const era = `
  local run = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
  local era = redis.call('HGET', KEYS[1], 'era')
  if not era or string.sub(era, 1, #run) ~= run or redis.call('HLEN', KEYS[1]) > 100000 then
    local now = redis.call('TIME')
    era = run .. '-' .. now[1] .. '-' .. now[2]
    redis.call('DEL', KEYS[1])
    redis.call('HSET', KEYS[1], 'era', era)
  end`

/** Invalidates tags and publishes the message in one step: after the message no outdated response is left. */
const invalidate = `${era}
  local turn = redis.call('HINCRBY', KEYS[1], 'turn', 1)
  for i = 3, #ARGV do redis.call('HSET', KEYS[1], 'tag:' .. ARGV[i], turn) end
  redis.call('PUBLISH', ARGV[1], ARGV[2])
  return turn`

/** The response if it is valid, and in any case the era and version to store a new one with. */
const find = `${era}
  local turn = redis.call('HGET', KEYS[1], 'turn') or '0'
  local stored = redis.call('HMGET', KEYS[2], 'era', 'turn', 'tags', 'about', 'body')
  if stored[1] ~= era then return {era, turn} end
  for tag in string.gmatch(stored[3], '%S+') do
    local invalidated = redis.call('HGET', KEYS[1], 'tag:' .. tag)
    if invalidated and tonumber(invalidated) > tonumber(stored[2]) then return {era, turn} end
  end
  return {era, turn, redis.call('PTTL', KEYS[2]), stored[4], stored[5]}`

const store = `
  redis.call('DEL', KEYS[1])
  redis.call('HSET', KEYS[1], 'era', ARGV[2], 'turn', ARGV[3], 'tags', ARGV[4], 'about', ARGV[5],
             'body', ARGV[6])
  redis.call('PEXPIRE', KEYS[1], ARGV[1])`

interface Scripts {
  invalidateTags: (
    hash: string,
    channel: string,
    message: string,
    ...tags: string[]
  ) => Promise<number>
  findResponse: (
    hash: string,
    key: string,
  ) => Promise<[era: string, version: string, millis?: number, about?: string, body?: string]>
  storeResponse: (
    key: string,
    millis: number,
    era: string,
    version: string,
    tags: string,
    about: string,
    body: string,
  ) => Promise<unknown>
}

export type RedisWithScripts = Redis & Scripts

/** Adds the scripts to a connection as commands. Redis receives each with the first call. */
export function defineScripts(redis: Redis): RedisWithScripts {
  redis.defineCommand('invalidateTags', { numberOfKeys: 1, lua: invalidate })
  redis.defineCommand('findResponse', { numberOfKeys: 2, lua: find })
  redis.defineCommand('storeResponse', { numberOfKeys: 1, lua: store })
  return redis as RedisWithScripts
}
