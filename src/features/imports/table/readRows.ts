import { createHash } from 'node:crypto'

import { isLongerThan } from '../../../shared/characters.ts'
import { countryCodeOf } from '../../../shared/countries.ts'
import { formatInstant } from '../../../shared/formatInstant.ts'
import { multiLineText, singleLineText } from '../../../shared/typedText.ts'
import type { BadRow } from '../source/badRow.ts'
import type {
  EventDetails,
  FirstValues,
  ImportSource,
  SourceEvent,
} from '../source/importSource.ts'
import { inUtc } from '../source/zones.ts'
import type { Field } from './fields.ts'
import type { Mapping } from './mapping.ts'
import { type Cells, cellsOf, decimalOf, statusIn, tagsIn } from './readCells.ts'
import type { DateOrder } from './readDate.ts'
import { readTimes, RowError } from './readTimes.ts'
import type { Table } from './table.ts'

interface RowOptions {
  order: DateOrder
  zone: string | undefined
  /** What numbers the events. */
  source: string | undefined
}

const broken = /[\0\p{Cs}\uFFFD]/u

/** A text on one line. @throws {RowError} when it is too long, or a sign of it was lost */
function textIn(cells: Cells, field: Field, maximum: number): string {
  const text = singleLineText(cells(field)).trim()
  if (broken.test(text))
    throw new RowError(`${field} has a character that was lost: see --encoding`)
  if (isLongerThan(text, maximum))
    throw new RowError(`${field} is longer than ${maximum} characters`)
  return text
}

const isKnown = (text: string) => text !== '' && !/^(?:tb[acd]|n\/a|-)$/i.test(text)

/** The location, or the parts of it that are known, from the building to the country. */
function locationIn(cells: Cells): string {
  const written = textIn(cells, 'location', 255)
  if (isKnown(written)) return written
  const venue = textIn(cells, 'venue', 255) || textIn(cells, 'address', 255)
  const parts = [
    venue,
    ...(['city', 'region', 'country'] as const).map((field) => textIn(cells, field, 255)),
  ]
  const location = parts.filter(isKnown).join(', ')
  if (isLongerThan(location, 255))
    throw new RowError('venue, city and country are longer than 255 characters')
  return location || 'To be announced'
}

function descriptionIn(cells: Cells, title: string): string {
  const written = multiLineText(cells('description'))
  if (broken.test(written))
    throw new RowError('description has a character that was lost: see --encoding')
  if (isLongerThan(written, 200_000))
    throw new RowError('description is longer than 200,000 characters')
  const website = cells('website')
  const isNew = website !== '' && !written.includes(website)
  return [written, isNew ? `Website: ${website}` : ''].filter(Boolean).join('\n\n') || title
}

function coordinatesIn(cells: Cells) {
  const [north, east] = [cells('latitude'), cells('longitude')]
  if (north === '' && east === '') return undefined
  const [latitude, longitude] = [decimalOf(north), decimalOf(east)]
  const isPlace =
    latitude !== undefined &&
    longitude !== undefined &&
    Math.abs(latitude) <= 90 &&
    Math.abs(longitude) <= 180
  if (!isPlace)
    throw new RowError(`latitude "${north}" and longitude "${east}" are no place in degrees`)
  return { latitude, longitude }
}

function capacityIn(cells: Cells): number | undefined {
  const text = cells('max_participants').replace(/[\s.,'](?=\d{3}$)/, '')
  if (text === '') return undefined
  const number = /^\d{1,10}$/.test(text) ? Number(text) : 0
  if (number >= 1 && number <= 2_147_483_647) return number
  throw new RowError(`max_participants "${text}" is no number of seats`)
}

function statusOf(cells: Cells): FirstValues {
  const text = cells('status')
  if (text === '') return {}
  const status = statusIn(text)
  if (status) return { status }
  throw new RowError(
    `status "${text}" is none of draft, published, cancelled: leave the column out with --mapping status=`,
  )
}

/** The longest external id that the platform stores. */
const maxIdLength = 100

const hashOf = (text: string) => `sha256-${createHash('sha256').update(text).digest('hex')}`

/** What an export says about an event of this platform. */
function exportedIn(cells: Cells): SourceEvent['exported'] {
  const [id, createdAt] = [cells('exported_id'), cells('created_at')]
  const isThere = /^\d{1,10}$/.test(id) && !Number.isNaN(Date.parse(createdAt))
  return isThere ? { id: Number(id), createdAt: formatInstant(createdAt) } : undefined
}

/** Identifies the event: by its number, and without one by its title and start. */
function identityOf(cells: Cells, title: string, startDate: string, source = 'csv') {
  const exported = exportedIn(cells)
  const number = textIn(cells, 'external_id', 1000)
  const ofExport = exported && `${exported.id} ${exported.createdAt}`
  const written = number || ofExport
  const id = written ?? hashOf(`${title}\n${startDate}`)
  return {
    exported,
    externalSource: (number && textIn(cells, 'external_source', 100)) || source,
    externalId: id.length > maxIdLength ? hashOf(id) : id,
    isNumbered: written !== undefined,
  }
}

/** Reads the rows of a table as events. */
class RowReader {
  readonly events = new Map<string, SourceEvent>()
  readonly bad: BadRow[] = []
  readonly notes = new Set<string>()

  constructor(
    private readonly mapping: Mapping,
    private readonly options: RowOptions,
  ) {}

  read(row: Table['rows'][number]): void {
    const { place } = row
    if (row.cells.every((cell) => cell.trim() === '')) return
    try {
      const event = this.eventOf(cellsOf(row, this.mapping), place)
      const key = `${event.details.externalSource}\n${event.details.externalId}`
      const first = this.events.get(key)
      if (first) throw new RowError(`it is the same event as ${first.place}`)
      this.events.set(key, event)
    } catch (error) {
      if (!(error instanceof RowError)) throw error
      this.bad.push({ file: 'events', place, reason: error.message })
    }
  }

  private eventOf(cells: Cells, place: string): SourceEvent {
    const note = (sentence: string) => void this.notes.add(sentence)
    const title = textIn(cells, 'title', 200)
    if (title === '') throw new RowError('title is empty')
    const { end, start, timezone } = readTimes(cells, { ...this.options, note })
    const startDate = inUtc(start)
    const identity = identityOf(cells, title, startDate, this.options.source)
    const { exported, externalId, externalSource } = identity
    if (!identity.isNumbered)
      note(
        'The rows have no number: one whose title or start changes is imported again as another event',
      )
    const country = countryCodeOf(cells('country'))
    const [program, coordinates] = [textIn(cells, 'program', 20), coordinatesIn(cells)]
    const maxParticipants = capacityIn(cells)
    const details: EventDetails = {
      externalSource,
      externalId,
      title,
      description: descriptionIn(cells, title),
      location: locationIn(cells),
      timezone,
      startDate,
      endDate: inUtc(end),
      ...(program ? { program } : {}),
      ...(country ? { country } : {}),
      ...(this.mapping.has('tags') ? { tags: tagsOf(cells) } : {}),
      ...(coordinates ? { coordinates } : {}),
      ...(maxParticipants === undefined ? {} : { maxParticipants }),
    }
    return {
      place,
      details,
      first: statusOf(cells),
      ...sourceOfCoordinates(cells),
      ...(exported ? { exported } : {}),
    }
  }
}

/** Where coordinates come from, in an export of this platform. */
function sourceOfCoordinates(cells: Cells): Pick<SourceEvent, 'coordinatesSource'> {
  const text = cells('coordinates_source')
  const source = (['typed', 'imported', 'found'] as const).find((known) => known === text)
  return source ? { coordinatesSource: source } : {}
}

function tagsOf(cells: Cells): string[] {
  const tags = tagsIn(cells('tags')).map(singleLineText)
  if (tags.length > 20) throw new RowError('tags are more than 20')
  if (tags.some((tag) => isLongerThan(tag, 50)))
    throw new RowError('a tag is longer than 50 characters')
  return tags
}

/** The events in the rows of a table. What cannot be read is reported in `bad`. */
export function readRows(table: Table, mapping: Mapping, options: RowOptions): ImportSource {
  const reader = new RowReader(mapping, options)
  for (const row of table.rows) reader.read(row)
  return {
    events: [...reader.events.values()],
    cancelled: [],
    bad: reader.bad,
    notes: [...reader.notes],
    isPublished: false,
  }
}
