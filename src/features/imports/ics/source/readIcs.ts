import { createHash } from 'node:crypto'
import { DateTime } from 'luxon'

import { boundedLine, boundedLines } from '../../../../shared/boundedText.ts'
import { inUtc } from '../../source/zones.ts'
import { type BadEntry, EntryError } from './badEntry.ts'
import { EntryZones } from './entryZones.ts'
import { repeats, startsOf } from './occurrences.ts'
import { endOf, type EntryTime, parseEntry, type SourceEntry } from './parseEntry.ts'
import { type RawEntry, readComponents } from './readComponents.ts'

/** The fields of an event that come from the calendar, as the platform stores them. */
export interface IcsDetails {
  externalSource: 'ics'
  externalId: string
  title: string
  description: string
  location: string
  timezone: string
  startDate: string
  endDate: string
  coordinates?: { latitude: number; longitude: number }
}

export interface IcsFile {
  events: IcsDetails[]
  bad: BadEntry[]
  /** What the file does not say, and how it was read. */
  notes: string[]
  /** The external ids of events that the calendar has cancelled. */
  cancelled: { externalId: string; title: string }[]
}

interface Read {
  raw: RawEntry
  entry: SourceEntry
}

/** The longest external id that the platform stores. */
const maxIdLength = 100

/** The id of an event: the entry's UID, and of an entry that repeats its original start too. */
function externalIdOf({ start, title, uid }: SourceEntry, original?: EntryTime): string {
  const name = uid === '' ? `${inUtc(start.at)} ${title}` : uid
  const id = original ? `${name}#${original.local.replace(/[-:]/g, '')}` : name
  const isPlain = uid !== '' && id.length <= maxIdLength && !/\s/.test(id)
  return isPlain ? id : `sha256-${createHash('sha256').update(id).digest('hex')}`
}

function detailsOf(entry: SourceEntry, start: EntryTime, externalId: string): IcsDetails {
  const { coordinates, description, length, location, title } = entry
  return {
    externalSource: 'ics',
    externalId,
    title: boundedLine(title, 200),
    description: boundedLines(description, 200_000),
    location: boundedLine(location, 255),
    timezone: start.zone,
    startDate: inUtc(start.at),
    endDate: inUtc(endOf(start, length)),
    ...(coordinates ? { coordinates } : {}),
  }
}

const keyOf = ({ replaces, uid }: SourceEntry) =>
  `${uid}\n${replaces ? replaces.at.toMillis() : 'all'}`

/** Of several versions of an entry the last one counts (RFC 5545, 3.8.7.4). */
function lastVersions(all: Read[]): Read[] {
  const byKey = new Map<string, Read>()
  const nameless: Read[] = []
  for (const read of all) {
    const key = keyOf(read.entry)
    const known = byKey.get(key)
    if (read.entry.uid === '') nameless.push(read)
    else if (!known || read.entry.sequence >= known.entry.sequence) byKey.set(key, read)
  }
  return [...byKey.values(), ...nameless]
}

/** The entries that replace an occurrence: by UID, and by the start that the rule gave. */
function replacedBy(versions: Read[]) {
  const byUid = new Map<string, Map<number, SourceEntry>>()
  for (const { entry } of versions) {
    if (!entry.replaces) continue
    const parts = byUid.get(entry.uid) ?? new Map<number, SourceEntry>()
    byUid.set(entry.uid, parts.set(entry.replaces.at.toMillis(), entry))
  }
  return byUid
}

/** A file as events: single ones, and those of the next year of entries that repeat. */
class Reading {
  readonly file: IcsFile = { events: [], bad: [], notes: [], cancelled: [] }
  private readonly ids = new Set<string>()

  constructor(
    private readonly zones: EntryZones,
    private readonly now: DateTime,
  ) {}

  /** Runs `work`, and notes the reason when the entry cannot be imported. */
  attempt<Result>(place: string, work: () => Result): Result | undefined {
    try {
      return work()
    } catch (error) {
      if (!(error instanceof EntryError)) throw error
      this.file.bad.push({ place, reason: error.message })
      return undefined
    }
  }

  add(entry: SourceEntry, start: EntryTime, original?: EntryTime) {
    const externalId = externalIdOf(entry, original)
    if (this.ids.has(externalId)) return
    this.ids.add(externalId)
    if (entry.isCancelled) this.file.cancelled.push({ externalId, title: entry.title })
    else this.file.events.push(detailsOf(entry, start, externalId))
  }

  addRepeated({ entry, raw }: Read, replaced: Map<number, SourceEntry>) {
    const span = { from: this.now, until: this.now.plus({ years: 1 }) }
    for (const start of startsOf(entry, raw, this.zones, span)) {
      const instead = replaced.get(start.at.toMillis())
      if (instead) this.add(instead, instead.start, start)
      else this.add(entry, start, start)
    }
  }
}

/** A sentence about components that are no events. */
const othersNote = (others: Map<string, number>) => {
  const counts = [...others].map(([name, count]) => `${count} ${name}`)
  return counts.length > 0 ? [`Left out what is no event: ${counts.join(', ')}`] : []
}

/**
 * Reads the lines of a calendar file (RFC 5545) with the dialects of the programs that write them.
 *
 * @param lines unfolded
 * @param zone the zone of times without one
 */
export function readIcs(lines: string[], { now, zone }: { now: Date; zone?: string }): IcsFile {
  const { bad, entries, others } = readComponents(lines)
  const zones = new EntryZones(zone)
  const reading = new Reading(zones, DateTime.fromJSDate(now))
  reading.file.bad.push(...bad)
  const read = entries.flatMap((raw): Read[] => {
    const entry = reading.attempt(raw.place, () => parseEntry(raw, zones))
    return entry ? [{ raw, entry }] : []
  })
  const versions = lastVersions(read)
  const repeated = new Set(
    versions.filter(({ entry }) => repeats(entry)).map(({ entry }) => entry.uid),
  )
  const replaced = replacedBy(versions)
  for (const one of versions) {
    const { entry, raw } = one
    if (entry.replaces && repeated.has(entry.uid)) continue
    reading.attempt(raw.place, () => {
      if (repeats(entry) && !entry.replaces)
        reading.addRepeated(one, replaced.get(entry.uid) ?? new Map<number, SourceEntry>())
      else reading.add(entry, entry.start, entry.replaces)
    })
  }
  if (read.some(({ entry }) => entry.uid === ''))
    zones.notes.add('Some events have no UID: one that moves is imported again as another event')
  reading.file.notes.push(...othersNote(others), ...zones.notes)
  return reading.file
}
