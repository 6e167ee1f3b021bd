import type { Program } from '../source/programs.ts'

/** The username of a team's account. Each program numbers its teams from 1, so its key is a part. */
export const usernameOf = ({ key }: Program, team: string): string => `${key}${team.toLowerCase()}`

/** The end of every email address of an imported team. This domain never exists (RFC 2606). */
export const teamDomain = ({ key }: Program): string => `@${key}.invalid`

/**
 * The email address that marks an account as an imported team's. It receives no email, so the import
 * cannot send any to a person who never asked for it.
 */
export const emailOf = (program: Program, team: string): string =>
  `${usernameOf(program, team)}${teamDomain(program)}`
