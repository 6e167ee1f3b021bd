import { describe, expect, it } from '@jest/globals'

import type { RouteEntry } from '../../src/http/exchange.ts'
import { routeEntry, RouteTable } from '../../src/http/routeTable.ts'

const entry = (name: string): RouteEntry =>
  routeEntry({ name, kind: 'none', serve: () => undefined })

const table = new RouteTable(entry('fallback'))
  .add(['GET', 'HEAD'], '/events/:id/', entry('event'))
  .add(['POST'], '/events/:event/', entry('other name'))
  .add(['GET'], '/events/mine/', entry('mine'))
  .add(['GET'], '/events/mine/', entry('too late'))
  .add(['*'], '/files/*', entry('files'))
  .add(['GET'], '/files/about', entry('about'))
  .addBoth(['GET'], '/page', entry('page'))

const nameFor = (method: string, url: string) => table.match(method, url).entry.name

describe('the route table', () => {
  it.each([
    ['GET', '/events/7/', 'event'],
    ['HEAD', '/events/7/', 'event'],
    ['POST', '/events/7/', 'other name'],
    ['GET', '/events/mine/', 'mine'],
    ['GET', '/events/7', 'fallback'],
    ['GET', '/events/7/?a=b', 'event'],
    ['GET', '/EVENTS/7/', 'event'],
    ['DELETE', '/events/7/', 'fallback'],
    ['GET', '/files/a/b', 'files'],
    ['GET', '/files/about', 'about'],
    ['DELETE', '/files/about', 'files'],
    ['GET', '/page', 'page'],
    ['GET', '/page/', 'page'],
    ['OPTIONS', '*', '*'],
    ['GET', '//', 'fallback'],
  ])('%s %s is %s', (method, url, name) => {
    expect(nameFor(method, url)).toBe(name)
  })

  it('decodes parameters', () => {
    expect(table.match('GET', '/events/a%20b/').params).toEqual({ id: 'a b' })
  })

  it('matches a path that cannot be decoded as it was sent, and says so', () => {
    const { entry: found, params, isDecodable } = table.match('GET', '/events/%E0%A4%A/')

    expect([found.name, params.id, isDecodable]).toEqual(['event', '%E0%A4%A', false])
  })
})
