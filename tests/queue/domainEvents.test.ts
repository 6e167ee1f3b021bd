import { describe, expect, it } from '@jest/globals'
import { readFile } from 'node:fs/promises'

import { domainEventSchemas, domainEventVersion } from '../../src/queue/domainEvents.ts'

const document = () => readFile('docs/domain-events.md', 'utf8')

const types = Object.keys(domainEventSchemas)

/** The rows of the document's tables that begin with the name of a type. */
async function rows() {
  const lines = (await document()).split('\n')
  return lines
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter(([, first]) => /^`\w+\.\w+`$/.test(first ?? ''))
    .map(([, type, version, when]) => ({ type: type!.slice(1, -1), version, when }))
}

describe('docs/domain-events.md', () => {
  it('has a row for every type and for no other, with its version and when it is told', async () => {
    const told = await rows()

    expect(told.map(({ type }) => type).toSorted()).toEqual(types.toSorted())
    for (const { version, when } of told) {
      expect(version).toBe(String(domainEventVersion))
      expect(when).not.toBe('')
    }
  })

  it('speaks of no type that there is not', async () => {
    const named = (await document()).match(/`(?:registration|event|user)\.\w+`/g)!

    expect(named.map((name) => name.slice(1, -1)).filter((name) => !types.includes(name))).toEqual(
      [],
    )
  })

  it('explains all that a record can hold', async () => {
    const text = await document()
    const members = Object.values(domainEventSchemas).flatMap(({ shape }) => Object.keys(shape))

    expect([...new Set(members)].filter((member) => !text.includes(`\`${member}\``))).toEqual([])
  })
})
