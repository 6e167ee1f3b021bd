import { spawnSync } from 'node:child_process'

import { provide } from './provideRedis.ts'

/** Debian's own Python, which has Debian's packages. */
const python = '/usr/bin/python3'

const run = (script: string, input = '') =>
  spawnSync(python, ['-c', script], { input, encoding: 'utf8', timeout: 60_000 })

/** Whether the package `icalendar` of Debian is installed (`python3-icalendar`). */
export const hasPythonCalendars = (): boolean => run('import icalendar').status === 0

export const providePythonCalendars = (): void => provide('python3-icalendar', hasPythonCalendars)

/** An entry as Python reads it. */
export interface PythonEntry {
  uid: string
  summary: string
  /** In UTC, as `2031-05-03T08:00:00+00:00`. */
  start: string
  end: string
  sequence: number
  status: string
}

const script = `
import json, sys
from datetime import timezone
from icalendar import Calendar
calendar = Calendar.from_ical(sys.stdin.buffer.read())
def utc(value): return value.dt.astimezone(timezone.utc).isoformat()
print(json.dumps([dict(uid=str(e['UID']), summary=str(e['SUMMARY']), start=utc(e['DTSTART']),
  end=utc(e['DTEND']), sequence=int(e['SEQUENCE']), status=str(e['STATUS']))
  for e in calendar.walk('VEVENT')]))
`

/** The entries of a calendar as Python's `icalendar` reads them. @throws with its error */
export function readWithPython(content: string): PythonEntry[] {
  const { status, stderr, stdout } = run(script, content)
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout) as PythonEntry[]
}
