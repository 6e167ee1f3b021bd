import { mkdtemp, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** A row of FIRST's event list, as its API writes one. */
export const eventRow = (code: string, details: Record<string, unknown> = {}) => ({
  code,
  divisionCode: null,
  name: `${code} Regional`,
  type: 'Regional',
  districtCode: null,
  venue: 'Sports Hall',
  address: '1 Main Street',
  city: 'Ulm',
  stateprov: 'BW',
  country: 'Germany',
  website: null,
  webcasts: [],
  timezone: 'Eastern Standard Time',
  dateStart: '2018-03-08T00:00:00',
  dateEnd: '2018-03-10T23:59:59',
  ...details,
})

interface SeasonFiles {
  events: unknown
  teams?: string[]
  entries?: string[]
}

/** Writes the files of a season below `dir`. Returns the importer's arguments that name them. */
export async function writeSeason(dir: string, { entries, events, teams }: SeasonFiles) {
  const folder = await mkdtemp(path.join(dir, 'season-'))
  const write = async (name: string, text: string) => {
    const file = path.join(folder, name)
    await writeFile(file, text)
    return file
  }
  const csv = (header: string, rows: string[]) => [header, ...rows, ''].join('\n')
  const args = [await write('events.json', JSON.stringify(events))]
  if (entries) {
    args.push('--entries', await write('entries.csv', csv('event_code,team', entries)))
  }
  if (teams) {
    args.push('--teams', await write('teams.csv', csv('team,nickname,city', teams)))
  }
  return args
}
