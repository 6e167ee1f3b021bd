import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

import { poolOf as connectionOf } from '../../src/database/connection.ts'
import { learnWords } from '../../src/features/search/queries/vocabulary.ts'
import { createEvent } from '../factories/events.ts'
import { appOf, type Client } from '../support/client.ts'
import { season, searches, vain } from './relevanceCases.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
let anyone: Client

beforeAll(async () => {
  platform = await startTestPlatform()
  anyone = appOf(platform.url)
  for (const [title, location, description, tags] of season) {
    await createEvent(platform.payload, { title, location, description, tags })
  }
  await learnWords(connectionOf(platform.payload))
}, 60_000)

afterAll(() => platform.stop())

const titlesOf = async (path: string) => {
  const { status, body } = await anyone.get(path)
  expect(status).toBe(200)
  return body.results.map(({ title }: { title: string }) => title) as string[]
}

describe('the wanted event is among the first three:', () => {
  it.each(searches)('%s', async (typed, wanted) => {
    const titles = await titlesOf(`search/?q=${encodeURIComponent(typed)}`)

    expect(titles.slice(0, 3).some((title) => title.startsWith(wanted))).toBe(true)
  })
})

describe('nothing is found', () => {
  it.each(vain)('for %s', async (typed) => {
    expect(await titlesOf(`search/?q=${encodeURIComponent(typed)}`)).toEqual([])
  })
})

it('finds the same by the search of the list', async () => {
  expect(await titlesOf('events/?search=hackaton')).toEqual(['Robo Hackathon 24h'])
})

it('puts the word in the title before the word in the description', async () => {
  expect((await titlesOf('search/?q=camp'))[0]).toBe('Ontario Robot Camp')
})

it('does not take a word that some event has for a mistake', async () => {
  expect(await titlesOf('search/?q=rally')).toEqual(['Drone Rally'])
})
