import { singleLineText } from '../../../../shared/typedText.ts'
import type { BadEntry } from './badEntry.ts'

/** The lines of an entry, and its place in the file for a person. */
export interface RawEntry {
  lines: string[]
  place: string
  /** Its calendar in the file: files that were put together have several. */
  calendar: RawCalendar
}

export interface RawCalendar {
  /** The zone that the program of the calendar names for it (X-WR-TIMEZONE). */
  zoneName?: string
  /** The descriptions of zones, by the name that entries use. */
  zones: Map<string, string[]>
}

export interface Components {
  entries: RawEntry[]
  bad: BadEntry[]
  /** Components that are no events, such as tasks, by name. */
  others: Map<string, number>
}

const property = /^[A-Za-z][A-Za-z0-9-]*[;:]/
const valueOf = (line: string) => line.slice(line.indexOf(':') + 1).trim()

function placeOf(number: number, lines: string[]): string {
  const title = lines.find((line) => /^SUMMARY[;:]/i.test(line))
  const named = title === undefined ? '' : ` (${singleLineText(valueOf(title)).slice(0, 60)})`
  return `event ${number}${named}`
}

/** Collects the components of a file, line by line: one that is broken does not spoil the others. */
class Reader {
  readonly result: Components = { entries: [], bad: [], others: new Map() }
  private calendar: RawCalendar = { zones: new Map() }
  private open: { name: string; lines: string[]; depth: number } | undefined
  private count = 0

  read(line: string): void {
    if (this.open) this.readInside(line)
    else this.readOutside(line)
  }

  end(): void {
    if (this.open) this.close(this.open, 'has no END line: the file is cut off')
  }

  private readOutside(line: string) {
    const begin = /^BEGIN:(.+)$/i.exec(line)?.[1]?.trim().toUpperCase()
    if (begin === 'VCALENDAR') this.calendar = { zones: new Map() }
    else if (begin !== undefined) this.open = { name: begin, lines: [line], depth: 1 }
    else if (/^X-WR-TIMEZONE[;:]/i.test(line)) this.calendar.zoneName = valueOf(line)
  }

  private readInside(line: string) {
    const open = this.open!
    if (/^BEGIN:VEVENT$/i.test(line.trim()) && open.name === 'VEVENT' && open.depth === 1) {
      this.close(open, 'has no END line before the next event')
      this.open = { name: 'VEVENT', lines: [line], depth: 1 }
      return
    }
    if (/^BEGIN:/i.test(line)) open.depth += 1
    if (/^END:/i.test(line)) open.depth -= 1
    if (property.test(line)) open.lines.push(line)
    // A line break that was not escaped: the text goes on.
    else if (line !== '') open.lines.push(`${open.lines.pop()!}\\n${line}`)
    if (open.depth === 0) this.close(open)
  }

  private close({ name, lines }: { name: string; lines: string[] }, reason?: string) {
    this.open = undefined
    if (name === 'VEVENT') {
      this.count += 1
      const place = placeOf(this.count, lines)
      if (reason === undefined) this.result.entries.push({ lines, place, calendar: this.calendar })
      else this.result.bad.push({ place, reason })
    } else if (name === 'VTIMEZONE') {
      const id = lines.find((line) => /^TZID[;:]/i.test(line))
      if (id !== undefined) this.calendar.zones.set(valueOf(id), lines)
    } else {
      this.result.others.set(name, (this.result.others.get(name) ?? 0) + 1)
    }
  }
}

/** The events of a file, the zones that it describes, and what is in it besides. */
export function readComponents(lines: string[]): Components {
  const reader = new Reader()
  for (const line of lines) reader.read(line)
  reader.end()
  return reader.result
}
