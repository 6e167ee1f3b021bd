import type { Payload } from 'payload'

import { poolOf } from '../../../../database/connection.ts'
import {
  renamedAccounts,
  saveTeamAccounts,
  takenUsernames,
  type TeamAccount,
} from '../../queries.ts'
import { ImportError } from '../../command/ImportError.ts'
import { emailOf, usernameOf } from './account.ts'
import type { Team } from '../source/parseTeams.ts'
import { frc, type Program } from '../source/programs.ts'
import type { Season } from '../source/readSeason.ts'
import { type Changes, noChanges } from '../../command/progress.ts'

const accountOf = (program: Program, { number, nickname }: Team): TeamAccount => ({
  username: usernameOf(program, number),
  email: emailOf(program, number),
  displayName: nickname || null,
  fallbackName: `Team ${number}`,
})

/**
 * The season without the teams whose username belongs to another account: its owner would otherwise be
 * registered for events. These teams and their entries become bad rows.
 */
export async function refuseTakenNames(payload: Payload, season: Season): Promise<Season> {
  const { program } = season
  const accounts = season.teams.map((team) => accountOf(program, team))
  const taken = new Set(await takenUsernames(poolOf(payload), accounts))
  if (taken.size === 0) return season
  const isTaken = (team: string) => taken.has(usernameOf(program, team))
  const refused = season.teams.filter((team) => isTaken(team.number))
  const orphaned = season.entries?.filter((entry) => isTaken(entry.team)) ?? []
  return {
    ...season,
    teams: season.teams.filter((team) => !refused.includes(team)),
    entries: season.entries?.filter((entry) => !orphaned.includes(entry)),
    bad: [
      ...season.bad,
      ...refused.map(({ row, number }) => ({
        ...row,
        reason: `the username ${usernameOf(program, number)} is somebody else's`,
      })),
      ...orphaned.map(({ place, team }) => ({
        file: 'entries' as const,
        place,
        reason: `team ${team} cannot have an account`,
      })),
    ],
  }
}

/** Renamed accounts, of those that are stored, beyond which the list is taken for that of another program. */
const suspicious = { least: 10, share: 0.25 }

/**
 * Refuses a list that renames many accounts: it may have the teams of another program or of another
 * country, which have the same numbers.
 *
 * @throws {ImportError} with an example
 */
export async function refuseRenames(payload: Payload, { program, teams }: Season): Promise<void> {
  const accounts = teams.map((team) => accountOf(program, team))
  const { stored, renamed } = await renamedAccounts(poolOf(payload), accounts)
  if (renamed.length < suspicious.least || renamed.length < stored * suspicious.share) return
  const { before, after, username } = renamed[0]!
  throw new ImportError(
    `The list renames ${renamed.length} of ${stored} stored teams, such as ${username}: "${before}" would be ` +
      `"${after}". If it is the list of another program, name that one with --program. ` +
      'If the names are right, say so with --rename-teams. Nothing was imported.',
  )
}

/** Creates or updates the account of each team. Returns the user ids by team number. */
export async function saveTeams(payload: Payload, teams: Team[], program: Program = frc) {
  const changes: Changes = noChanges()
  const idByEmail = new Map<string, number>()
  const accounts = teams.map((team) => accountOf(program, team))
  for (const { id, email, change } of await saveTeamAccounts(poolOf(payload), accounts)) {
    changes[change] += 1
    idByEmail.set(email, id)
  }
  const userIds = new Map(
    teams.map(({ number }) => [number, idByEmail.get(emailOf(program, number))!]),
  )
  return { changes, userIds }
}
