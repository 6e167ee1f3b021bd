import { importFiles } from '../../src/features/imports/command/importFiles.ts'
import { eventRow, writeSeason } from '../../tests/factories/season.ts'
import type { Operation, Surroundings } from './operation.ts'

/** Events of an import, and teams of each. */
const imported = { events: 20, teams: 10 }

const nothing = () => undefined

/** Imports a small season of new events. */
export function importOperation({ payload }: Surroundings): Operation {
  const teams = Array.from({ length: imported.teams }, (_, index) => index + 1)
  return {
    name: 'import',
    isInteractive: false,
    run: async (round) => {
      const prefix = `G${Date.now().toString(36)}${round}`
      const codes = Array.from({ length: imported.events }, (_, index) => `${prefix}${index}`)
      const season = await writeSeason(process.env.DATA_DIR!, {
        events: codes.map((code) => eventRow(code)),
        entries: codes.flatMap((code) => teams.map((team) => `${code},${team}`)),
      })
      const code = await importFiles(season, {
        open: async () => ({ payload, stop: () => Promise.resolve() }),
        print: nothing,
        printError: console.error,
        progress: { begin: nothing, advance: nothing, end: nothing },
      })
      if (code !== 0) throw new Error('The import has failed.')
    },
  }
}
