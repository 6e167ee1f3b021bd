import { afterAll, beforeAll, expect, it } from '@jest/globals'

import { createEvent } from '../factories/events.ts'
import { appOf, type Client } from '../support/client.ts'
import { eventually } from '../support/eventually.ts'
import {
  answeredByEngine,
  startIndexedPlatform,
  untilIndexed,
} from '../support/openSearch/indexedPlatform.ts'
import { describeWithOpenSearch } from '../support/openSearch/describeWithOpenSearch.ts'
import { type OpenSearchNode, startOpenSearch } from '../support/openSearch/openSearchNode.ts'
import type { TestPlatform } from '../support/testPlatform.ts'
import { season, searches, vain } from './relevanceCases.ts'

describeWithOpenSearch('OpenSearch', () => {
  let node: OpenSearchNode
  let platform: TestPlatform
  let anyone: Client

  beforeAll(async () => {
    node = await startOpenSearch()
    platform = await startIndexedPlatform(node.url)
    anyone = appOf(platform.url)
    for (const [title, location, description, tags] of season) {
      await createEvent(platform.payload, { title, location, description, tags })
    }
    await untilIndexed(platform)
    // A node that has just started takes longer for its first search than a search waits.
    await eventually(
      () => titlesOf('search/?q=camp'),
      ({ byEngine }) => byEngine,
      20_000,
    )
  }, 120_000)
  afterAll(async () => {
    await platform?.stop()
    await node?.stop()
  })

  const titlesOf = async (path: string) => {
    const before = answeredByEngine(platform)
    const { status, body } = await anyone.get(path)
    expect(status).toBe(200)
    const titles = body.results.map(({ title }: { title: string }) => title) as string[]
    return { titles, byEngine: answeredByEngine(platform) > before }
  }

  it.each(searches)('has the wanted event among the first three: %s', async (typed, wanted) => {
    const { byEngine, titles } = await titlesOf(`search/?q=${encodeURIComponent(typed)}`)

    expect(titles.slice(0, 3).some((title) => title.startsWith(wanted))).toBe(true)
    expect(byEngine).toBe(true)
  })

  it.each(vain)('finds nothing for %s', async (typed) => {
    expect((await titlesOf(`search/?q=${encodeURIComponent(typed)}`)).titles).toEqual([])
  })

  it('finds the same by the search of the list', async () => {
    expect(await titlesOf('events/?search=hackaton')).toEqual({
      titles: ['Robo Hackathon 24h'],
      byEngine: true,
    })
  })

  it('puts the word in the title before the word in the description', async () => {
    expect((await titlesOf('search/?q=camp')).titles[0]).toBe('Ontario Robot Camp')
  })

  it('does not take a word that some event has for a mistake', async () => {
    expect((await titlesOf('search/?q=rally')).titles).toEqual(['Drone Rally'])
  })
})
