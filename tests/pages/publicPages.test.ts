import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import sharp from 'sharp'

import { createApp } from '../../src/composition/createApp.ts'
import { eventLink } from '../../src/features/events/public.ts'
import { readEnv } from '../../src/runtime/env/env.ts'
import type { Event } from '../../src/payload-types.ts'
import { createEvent, inDays } from '../factories/events.ts'
import { repeated } from '../factories/series.ts'
import { crowd } from '../factories/users.ts'
import { newCaller, signedInApp } from '../support/callers.ts'
import { eventually } from '../support/eventually.ts'
import { send } from '../support/rawHttp.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

let platform: TestPlatform
beforeAll(async () => {
  platform = await startTestPlatform({ RATE_LIMITS: 'off' })
})
afterAll(() => platform.stop())

const event = (details: Partial<Event> = {}) => createEvent(platform.payload, details)

async function get(path: string, headers: Record<string, string> = {}) {
  const { body, ...answer } = await send(platform.url, path, { headers })
  return { ...answer, bytes: body, text: body.toString() }
}

/** The page of an event, by way of its number. */
async function pageOf(id: number, query = '') {
  const moved = await get(`/events/${id}${query}`)
  return moved.status === 301 ? get(moved.headers.location!) : moved
}

/** A word that no other event of this file has. */
let words = 0
const newWord = () => `zebra${(words += 1)}x`

describe('the list', () => {
  it('shows what everybody may see, as page, feed and frame', async () => {
    const word = newWord()
    await event({ title: `Seen ${word}` })
    await event({ title: `Called off ${word}`, status: 'cancelled' })
    await event({ title: `Secret ${word}`, status: 'draft' })

    for (const path of ['/events', '/events/feed.rss', '/events/feed.atom', '/embed/events']) {
      const { status, text } = await get(`${path}?q=${word}`)
      expect([path, status, text.includes('Seen'), text.includes('Secret')]).toEqual([
        path,
        200,
        true,
        false,
      ])
    }
    expect((await get(`/events?q=${word}`)).text).toContain('Cancelled')
  })

  it('finds by words, country, time, tag and place, and marks the words', async () => {
    const word = newWord()
    const place = { coordinates: { latitude: 48.4, longitude: 10 } }
    await event({ title: `Far ${word}`, country: 'US', startDate: inDays(-3), endDate: inDays(-2) })
    await event({ title: `Close ${word}`, country: 'DE', program: 'FRC', tags: [word], ...place })
    const titles = async (query: string) => {
      const { text } = await get(`/events?${query}`)
      return ['Far', 'Close'].filter((title) => text.includes(`>${title} <mark>${word}</mark>`))
    }

    expect(await titles(`q=${word}`)).toEqual(['Close'])
    expect(await titles(`q=${word}&time=all`)).toEqual(['Far', 'Close'])
    expect(await titles(`q=${word}&time=past`)).toEqual(['Far'])
    expect(await titles(`q=${word}&time=all&country=US`)).toEqual(['Far'])
    expect(await titles(`q=${word}&near=48.4,10.0&within=5`)).toEqual(['Close'])
    expect(await titles(`q=${word}&program=frc&tag=${word}&has_seats=true`)).toEqual(['Close'])
    const { text } = await get(`/events?q=${word}&time=all`)
    expect(text).toContain(`href="/events?q=${word}&amp;time=all&amp;country=DE"`)
  })

  it('keeps filters and language in the links of its pages', async () => {
    const word = newWord()
    for (let index = 0; index < 21; index += 1) await event({ title: `${word} ${index}` })

    const first = await get(`/events?q=${word}&lang=de`)
    const next = `/events?q=${word}&amp;page=2&amp;lang=de`
    expect(first.text).toContain(`href="${next}"`)
    const second = await get(next.replaceAll('&amp;', '&'))
    expect(second.text.match(/event-card/g)).toHaveLength(1)
    expect((await get(`/events?q=${word}&page=3`)).status).toBe(404)
  })

  it('weighs less than 50 KB with the longest texts', async () => {
    const word = newWord()
    const title = `${word} ${'wide '.repeat(38)}`.trim()
    const texts = { title, description: 'long text '.repeat(2000), location: 'x'.repeat(255) }
    for (let index = 0; index < 20; index += 1) await event(texts)

    const { bytes, text } = await get(`/events?q=${word}`)
    expect(text.match(/event-card/g)).toHaveLength(20)
    expect(bytes.length).toBeLessThan(50 * 1024)
  })

  it.each([
    ['start_date=tomorrow', 'Enter a day'],
    ['near=Ulm', 'Enter a latitude'],
    ['within=50', 'Enter a latitude'],
    ['near=48,10&within=-1', 'Enter a number'],
    ['month=2031-13', 'One of the filters'],
    [`page=x`, 'One of the filters'],
  ])('says what is wrong in %s', async (query, sentence) => {
    const { status, text, headers } = await get(`/events?${query}`)

    expect([status, headers['content-type']]).toEqual([400, 'text/html; charset=utf-8'])
    expect(text).toContain(sentence)
    expect(text).toContain('<form class="search"')
  })

  it('helps when nothing is found', async () => {
    const { status, text } = await get('/events?q=qqqqzzzzqqqq')

    expect(status).toBe(200)
    expect(text).toContain('Nothing found')
    expect(text).toContain('href="/events?q=qqqqzzzzqqqq&amp;time=past"')
  })
})

describe('the languages', () => {
  const titles = { en: 'Events', de: 'Veranstaltungen', es: 'Eventos', zh: '活动' }

  it.each(Object.entries(titles))('%s is chosen by address and by browser', async (lang, title) => {
    const html = `<html lang="${lang === 'zh' ? 'zh-Hans' : lang}">`
    const chosen = await get(`/events?lang=${lang}`, { 'accept-language': 'fr' })
    const accepted = await get('/events', { 'accept-language': `fr, ${lang}-XX;q=0.9, en;q=0.1` })

    for (const { text } of [chosen, accepted]) {
      expect(text).toContain(html)
      expect(text).toContain(`<h1>${title}</h1>`)
    }
    expect(chosen.text).toContain(`href="/events/calendar?lang=${lang}"`)
    expect(accepted.text).toContain('href="/events/calendar"')
    expect(chosen.headers.vary).toBe('Accept-Encoding, Cookie')
    expect(accepted.headers.vary).toBe('Accept-Encoding, Accept-Language, Cookie')
  })

  it('are alternates of each other, and an unknown one is English', async () => {
    const { text } = await get('/events?lang=xx')

    expect(text).toContain('<html lang="en">')
    expect(text.match(/rel="alternate" hrefLang="[^"]+"/g)).toHaveLength(5)
    expect(text).toContain(`rel="canonical" href="${platform.url}/events"`)
  })
})

describe('the page of an event', () => {
  it('has one address, which a changed title leads to', async () => {
    const { id } = await event({ title: 'Grüße & "Quotes" / Roboter' })
    const moved = await get(`/events/${id}-old?lang=de`)

    expect(moved.status).toBe(301)
    expect(moved.headers.location).toBe(`/events/${id}-gruesse-and-quotes-roboter?lang=de`)
    expect((await get(moved.headers.location!)).status).toBe(200)
    const chinese = await event({ title: '机器人' })
    expect((await get(`/events/${chinese.id}`)).status).toBe(200)
  })

  it.each(['/events/999999', '/events/99999999999999', '/events/x', '/events/0x1'])(
    '%s is a page that says that there is nothing',
    async (path) => {
      const { status, text, headers } = await get(path)

      expect([status, headers['cache-control']]).toEqual([404, 'private, no-store'])
      expect(text).toContain('There is nothing here')
      expect(text).toContain('content="noindex"')
    },
  )

  it('is there for nobody as long as it is a draft, also for its owner', async () => {
    const [owner] = await crowd(platform.payload, 1)
    const { id, token } = owner!
    const draft = await event({ status: 'draft', createdBy: id })
    const sessions: Record<string, string>[] = [
      {},
      { authorization: `Bearer ${token}` },
      { cookie: `payload-token=${token}` },
    ]

    for (const headers of sessions) {
      expect((await get(`/events/${draft.id}`, headers)).status).toBe(404)
    }
  })

  it('shows time, place, places, window and topics', async () => {
    const { id } = await event({
      startDate: '2031-05-03T16:00:00.000Z',
      endDate: '2031-05-03T18:30:00.000Z',
      country: 'DE',
      tags: ['beginners'],
      maxPartySize: 4,
      registrationClosesAt: '2031-05-01T10:00:00.000Z',
    })
    const { text } = await pageOf(id)

    expect(text).toContain('Sat, 3 May 2031, 18:00–20:30')
    expect(text).toContain('Europe/Berlin, UTC+2')
    expect(text).toContain('Germany')
    expect(text).toContain('10 places left')
    expect(text).toContain('Up to 4 people')
    expect(text).toContain('Registration closes Thu, 1 May 2031 at 12:00')
    expect(text).toContain('href="/events?tag=beginners"')
    expect(text).toContain(`/events/${id}-bolt-bowl/register`)
    expect((await pageOf(id, '?lang=es')).text).toContain('Quedan 10 plazas')
  })

  it.each<[string, Partial<Event>, string]>([
    ['cancelled', { status: 'cancelled', cancellationReason: 'Storm.' }, 'Storm.'],
    ['over', { startDate: inDays(-3), endDate: inDays(-2) }, 'This event is over.'],
    ['closed', { registrationClosesAt: inDays(-1) }, 'Registration closed'],
    ['not open', { registrationOpensAt: inDays(1) }, 'Registration opens'],
  ])('offers no place when it is %s', async (_name, details, sentence) => {
    const { text } = await pageOf((await event(details)).id)

    expect(text).toContain(sentence)
    expect(text).not.toContain('/register"')
  })

  it('links to the other dates of its series', async () => {
    const caller = await newCaller(platform, 'staff')
    const { events } = await repeated(caller)
    const { text } = await pageOf(events[0]!.id)

    expect(text).toContain('Other dates')
    expect(text).toContain(`/events/${events[5]!.id}-solder-evening`)
  })
})

describe('a text that attacks', () => {
  const attack = `"><script>alert(1)</script>]]>]]><!--'{n}`
  const link = (url: string) => ({
    type: 'link',
    version: 1,
    fields: { url, linkType: 'custom', newTab: true },
    children: [{ type: 'text', version: 1, text: attack, format: 4 }],
  })
  const root = (children: object[]) => ({ root: { type: 'root', version: 1, children } })

  it('is only text on every page, in feeds and for search engines', async () => {
    const word = newWord()
    const texts = { title: `${attack} ${word}`, description: attack, location: attack }
    const body = root([{ type: 'paragraph', version: 1, children: [link('https://x.example')] }])
    const { id } = await event({ ...texts, tags: [attack.slice(0, 30)], body: body as never })
    const month = inDays(30).slice(0, 7)
    const paths = [
      `/events?q=${word}`,
      `/events/calendar?month=${month}`,
      `/events/feed.rss?q=${word}`,
      `/events/feed.atom?q=${word}`,
      `/embed/events?q=${word}`,
      `/events?q=${encodeURIComponent(attack)}`,
      `/events?near=${encodeURIComponent(attack)}`,
    ]
    const answers = [...(await Promise.all(paths.map((path) => get(path)))), await pageOf(id)]

    for (const { text } of answers) {
      const outside = text.replace(/<!\[CDATA\[.*?\]\]>/gs, '')
      expect(outside).not.toContain('<script>alert')
      expect(outside).not.toContain('<!--')
    }
    const { text } = answers.at(-1)!
    const data = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(text)![1]!
    expect(JSON.parse(data)).toMatchObject({ name: `${attack} ${word}`, '@type': 'Event' })
    expect(text).toContain('rel="nofollow ugc noopener"')
    expect(text).not.toMatch(/ style="/)
  })
})

describe('what other sites and search engines get', () => {
  it('is the event as schema.org and Open Graph describe it', async () => {
    const { id } = await event({
      title: 'Open Data',
      startDate: '2031-12-31T22:30:00.000Z',
      endDate: '2032-01-01T01:00:00.000Z',
      coordinates: { latitude: 48.4, longitude: 10 },
    })
    const { text } = await pageOf(id)
    const url = `${platform.url}/events/${id}-open-data`
    const data = JSON.parse(/ld\+json">(.*?)<\/script>/s.exec(text)![1]!)

    expect(data).toMatchObject({
      '@context': 'https://schema.org',
      url,
      startDate: '2031-12-31T23:30:00+01:00',
      endDate: '2032-01-01T02:00:00+01:00',
      eventStatus: 'https://schema.org/EventScheduled',
      location: { name: 'Ulm', geo: { latitude: 48.4, longitude: 10 } },
      remainingAttendeeCapacity: 10,
      offers: { availability: 'https://schema.org/InStock', url },
    })
    for (const name of ['title', 'description', 'url', 'image', 'image:width', 'locale']) {
      expect(text).toContain(`property="og:${name}"`)
    }
    expect(text).toContain(`<link rel="canonical" href="${url}"/>`)
  })

  it('is a picture whose address changes with what it shows', async () => {
    const { id } = await event({ title: 'Picture 机器人 & <b>' })
    const pathIn = (text: string) => /\/share\/[^"]+\.png/.exec(text)![0]
    const path = pathIn((await pageOf(id)).text)
    const { bytes, headers } = await get(path)

    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'png', width: 1200, height: 630 })
    await platform.payload.update({
      collection: 'events',
      id,
      data: { title: 'Another' },
      overrideAccess: true,
    })
    const old = await get(path)
    expect([old.status, old.headers.location]).toEqual([302, pathIn((await pageOf(id)).text)])
    for (const wrong of ['/share/x.png', `/share/999999-en-${'0'.repeat(12)}.png`]) {
      expect((await get(wrong)).status).toBe(404)
    }
  })

  it('is a sitemap of published events, which robots find', async () => {
    const shown = await event({ title: 'On the map' })
    const draft = await event({ title: 'Off the map', status: 'draft' })
    const index = await get('/sitemap.xml')
    const maps = [...index.text.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, url]) => new URL(url!))
    const texts = await Promise.all(maps.map(async ({ pathname }) => (await get(pathname)).text))

    expect(index.headers['content-type']).toBe('application/xml; charset=utf-8')
    expect(texts.join()).toContain(`<loc>${platform.url}/events/${shown.id}-on-the-map</loc>`)
    expect(texts.join()).not.toContain(`/events/${draft.id}-`)
    expect((await get('/sitemaps/events-99999.xml')).status).toBe(404)
    expect((await get('/robots.txt')).text).toContain(`Sitemap: ${platform.url}/sitemap.xml`)
  })

  it('is a list that any site may show in a frame, and nothing else', async () => {
    const embedded = await get('/embed/events?limit=1')
    const script = await get('/embed.js')
    const page = await get('/events')

    expect(embedded.headers['content-security-policy']).toContain('frame-ancestors *')
    expect(embedded.headers['x-frame-options']).toBeUndefined()
    expect(embedded.text.match(/<li>/g)).toHaveLength(1)
    expect(embedded.text).toContain('target="_blank" rel="noopener"')
    expect(script.headers['cross-origin-resource-policy']).toBe('cross-origin')
    expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(page.headers['x-frame-options']).toBe('DENY')
  })
})

describe('the month', () => {
  it('shows an event on each of its days in its own zone, and leads to all of a full day', async () => {
    const tags = [newWord()]
    const details = { tags, timezone: 'Asia/Tokyo', title: 'Two days' }
    // From the 3rd to midnight after the 4th in Tokyo.
    await event({ ...details, startDate: '2031-03-02T16:00:00Z', endDate: '2031-03-04T15:00:00Z' })
    for (let index = 0; index < 6; index += 1) {
      const dates = { startDate: '2031-03-09T10:00:00Z', endDate: '2031-03-09T11:00:00Z' }
      await event({ tags, title: `Many ${index}`, ...dates })
    }
    const { text } = await get(`/events/calendar?month=2031-03&tag=${tags[0]}`)
    const days = [...text.matchAll(/<time dateTime="([^"]+)".*?<\/td>/gs)]
      .filter(([cell]) => cell.includes('Two days'))
      .map(([, day]) => day)

    expect(days).toEqual(['2031-03-03', '2031-03-04'])
    expect(text).toContain('2 more')
    const all = await get(`/events?tag=${tags[0]}&day=2031-03-09`)
    expect(all.text.match(/event-card/g)).toHaveLength(6)
  })

  it('refuses a month that is none, and shows an empty one', async () => {
    expect((await get('/events/calendar?month=2031-00')).status).toBe(400)
    expect((await get('/events/calendar?month=2999-02')).text).toContain('No events in this month')
  })
})

describe('the cache', () => {
  it('is dropped by a registration and by a change', async () => {
    const word = newWord()
    const { id } = await event({ title: `Before ${word}`, maxParticipants: 2 })
    const shown = async () => [
      /\d places? left/.exec((await pageOf(id)).text)?.[0],
      /\d places? left/.exec((await get(`/events?q=${word}`)).text)?.[0],
    ]
    expect(await shown()).toEqual(['2 places left', '2 places left'])
    expect(await shown()).toEqual(['2 places left', '2 places left'])

    const { app } = await signedInApp(platform)
    expect((await app.post(`events/${id}/register/`)).status).toBe(200)
    expect(await shown()).toEqual(['1 place left', '1 place left'])
    const data = { title: `After ${word}` }
    await platform.payload.update({ collection: 'events', id, data, overrideAccess: true })
    expect((await get(`/events?q=${word}`)).text).toContain('After')
    expect((await get(`/events/${id}-before-${word}`)).status).toBe(301)
  })

  it('answers a known page with 304, and has another copy for a session', async () => {
    const page = await get('/events?q=nothing-here')
    const tag = String(page.headers.etag)
    const known = await get('/events?q=nothing-here', { 'if-none-match': tag })

    expect([known.status, known.text]).toEqual([304, ''])
    expect(page.headers['cache-control']).toContain('s-maxage=10')
    expect((await get('/events?has_seats=true')).headers['cache-control']).toBe('private, no-store')
  })

  it('keeps the files of the pages for ever', async () => {
    const { text } = await get('/events')
    const paths = [...text.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, path]) => path!)

    expect(paths).toHaveLength(2)
    for (const path of paths) {
      expect((await get(path)).headers['cache-control']).toContain('immutable')
    }
  })
})

/** A server on the same database, with other settings. */
async function serverWith(settings: Record<string, string>) {
  const { payload } = platform
  const env = readEnv({ ...process.env, ...settings })
  const server = createServer(createApp({ env, payload }))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { url, stop: () => new Promise((resolve) => server.close(resolve)) }
}

describe('an unknown address', () => {
  it('is a page for a browser, in its language, and data for an app', async () => {
    const browser = { accept: 'text/html,*/*', 'accept-language': 'de' }
    const page = await get('/profil', browser)
    expect(page.status).toBe(404)
    expect(page.headers['content-type']).toContain('text/html')
    expect(page.headers['cache-control']).toBe('private, no-store')
    expect(page.text).toContain('<html lang="de"')

    const data = await get('/profil')
    expect([data.status, data.text]).toEqual([404, '{"detail":"Not found."}'])
    expect((await get('/profil/%zz', browser)).status).toBe(400)
  })
})

describe('the settings', () => {
  it('leave the pages out, or lead to another app', async () => {
    const app = { PUBLIC_APP_URL: 'https://app.example.com' }
    const off = await serverWith({ PUBLIC_PAGES: 'off', ...app })
    const other = await serverWith(app)
    const { id } = await event()
    try {
      for (const path of ['/events', `/events/${id}`, '/sitemap.xml', '/embed.js', '/robots.txt']) {
        expect([path, (await send(off.url, path)).status]).toEqual([path, 404])
      }
      expect((await send(off.url, '/')).headers.location).toBe('https://app.example.com')
      expect((await send(other.url, '/')).headers.location).toBe('/events')
      const page = await send(other.url, `/events/${id}-bolt-bowl`)
      expect(page.body.toString()).toContain(`href="https://app.example.com/events/${id}"`)
    } finally {
      await Promise.all([off.stop(), other.stop()])
    }
  })

  it('close the pages while their flag is off', async () => {
    const { payload } = platform
    const { docs } = await payload.find({
      collection: 'flags',
      where: { key: { equals: 'public-pages' } },
      overrideAccess: true,
    })
    const kill = (killed: boolean) =>
      payload.update({
        collection: 'flags',
        id: docs[0]!.id,
        data: { killed },
        overrideAccess: true,
      })
    const { id } = await event()
    const statuses = async () => [
      (await get('/events')).status,
      (await get(`/events/${id}`)).status,
      (await get('/')).status,
    ]
    await kill(true)
    try {
      // This server has no panel that `/` could lead to.
      const off = await eventually(statuses, ([list]) => list === 404)
      expect(off).toEqual([404, 404, 404])
      expect((await get(`/api/v1/events/${id}/`)).status).toBe(200)
    } finally {
      await kill(false)
    }
    const on = await eventually(statuses, ([list]) => list === 200)
    expect(on).toEqual([200, 301, 302])
  })

  it.each([
    [{}, 'http://localhost:3000/events/7'],
    [{ PUBLIC_URL: 'https://e.example' }, 'https://e.example/events/7'],
    [{ PUBLIC_APP_URL: 'https://app.example/' }, 'https://app.example/events/7'],
    [
      { PUBLIC_APP_URL: 'https://a.example', EVENT_URL: 'https://b.example/{id}' },
      'https://b.example/7',
    ],
    [{ PUBLIC_PAGES: 'off' }, undefined],
  ])('%j: links in emails lead to %s', (settings, link) => {
    expect(eventLink(readEnv(settings), 7)).toBe(link)
  })
})
