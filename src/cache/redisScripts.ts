import type { Redis } from 'ioredis'

/**
 * What was touched when, in Redis: one hash with a number that rises with every touch, and for each
 * tag the number of its last. An answer is kept with the number of before it was read from the
 * database, and counts as long as none of its tags has a higher one. So an answer that was begun
 * before a write is outdated by it whenever it is stored, and no clock is asked.
 *
 * The hash begins a new era, and with it all answers are outdated, when Redis has restarted and may
 * have lost touches, when it threw the hash out to make room, and when the hash grows too large.
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

/** Touches tags and tells the servers, in one go: who hears of it finds no outdated answer any more. */
const touch = `${era}
  local turn = redis.call('HINCRBY', KEYS[1], 'turn', 1)
  for i = 3, #ARGV do redis.call('HSET', KEYS[1], 'tag:' .. ARGV[i], turn) end
  redis.call('PUBLISH', ARGV[1], ARGV[2])
  return turn`

/** The answer if it still counts, and in any case what one that is made now is to be kept with. */
const find = `${era}
  local turn = redis.call('HGET', KEYS[1], 'turn') or '0'
  local kept = redis.call('HMGET', KEYS[2], 'era', 'turn', 'tags', 'about', 'body')
  if kept[1] ~= era then return {era, turn} end
  for tag in string.gmatch(kept[3], '%S+') do
    local touched = redis.call('HGET', KEYS[1], 'tag:' .. tag)
    if touched and tonumber(touched) > tonumber(kept[2]) then return {era, turn} end
  end
  return {era, turn, redis.call('PTTL', KEYS[2]), kept[4], kept[5]}`

const keep = `
  redis.call('DEL', KEYS[1])
  redis.call('HSET', KEYS[1], 'era', ARGV[2], 'turn', ARGV[3], 'tags', ARGV[4], 'about', ARGV[5],
             'body', ARGV[6])
  redis.call('PEXPIRE', KEYS[1], ARGV[1])`

export interface Scripts {
  touchTags: (hash: string, channel: string, message: string, ...tags: string[]) => Promise<number>
  findAnswer: (
    hash: string,
    key: string,
  ) => Promise<[era: string, turn: string, millis?: number, about?: string, body?: string]>
  keepAnswer: (
    key: string,
    millis: number,
    era: string,
    turn: string,
    tags: string,
    about: string,
    body: string,
  ) => Promise<unknown>
}

const known = new WeakSet<Redis>()

/** The connection with the scripts on it; Redis learns each the first time that it is called. */
export function scriptsOn(redis: Redis): Redis & Scripts {
  if (!known.has(redis)) {
    redis.defineCommand('touchTags', { numberOfKeys: 1, lua: touch })
    redis.defineCommand('findAnswer', { numberOfKeys: 2, lua: find })
    redis.defineCommand('keepAnswer', { numberOfKeys: 1, lua: keep })
    known.add(redis)
  }
  return redis as Redis & Scripts
}
