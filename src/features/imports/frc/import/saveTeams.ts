import type { Payload } from 'payload'

import { poolOf } from '../../../../database/connection.ts'
import { saveTeamAccounts, takenUsernames, type TeamAccount } from '../../queries.ts'
import { emailOf, usernameOf } from './account.ts'
import type { Team } from '../source/parseTeams.ts'
import type { Season } from '../source/readSeason.ts'
import { type Changes, noChanges } from './progress.ts'

const accountOf = ({ number, nickname }: Team): TeamAccount => ({
  username: usernameOf(number),
  email: emailOf(number),
  displayName: nickname || null,
  fallbackName: `Team ${number}`,
})

/**
 * The season without the teams whose username belongs to another account: its owner would otherwise be
 * registered for events. These teams and their entries become bad rows.
 */
export async function refuseTakenNames(payload: Payload, season: Season): Promise<Season> {
  const taken = await takenUsernames(poolOf(payload), season.teams.map(accountOf))
  if (taken.length === 0) return season
  const isTaken = (team: string) => taken.includes(usernameOf(team))
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
        reason: `the username ${usernameOf(number)} is somebody else's`,
      })),
      ...orphaned.map(({ place, team }) => ({
        file: 'entries' as const,
        place,
        reason: `team ${team} cannot have an account`,
      })),
    ],
  }
}

/** Creates or updates the account of each team. Returns the user ids by team number. */
export async function saveTeams(payload: Payload, teams: Team[]) {
  const changes: Changes = noChanges()
  const idByEmail = new Map<string, number>()
  for (const { id, email, change } of await saveTeamAccounts(
    poolOf(payload),
    teams.map(accountOf),
  )) {
    changes[change] += 1
    idByEmail.set(email, id)
  }
  const userIds = new Map(teams.map(({ number }) => [number, idByEmail.get(emailOf(number))!]))
  return { changes, userIds }
}
