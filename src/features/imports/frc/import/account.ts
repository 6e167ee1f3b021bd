/** The username of a team's account. */
export const usernameOf = (team: string): string => `frc${team.toLowerCase()}`

/** The end of every email address of an imported team. This domain never exists (RFC 2606). */
export const teamDomain = '@frc.invalid'

/**
 * The email address that marks an account as an imported team's. It receives no email, so the import
 * cannot send any to a person who never asked for it.
 */
export const emailOf = (team: string): string => `${usernameOf(team)}${teamDomain}`
