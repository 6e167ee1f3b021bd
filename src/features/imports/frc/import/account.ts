/** The name under which a team signs in. */
export const usernameOf = (team: string): string => `frc${team.toLowerCase()}`

/** What every address of an imported team ends in. The domain cannot exist (RFC 2606). */
export const teamDomain = '@frc.invalid'

/**
 * The address that marks an account as an imported team's. No mail can reach it, so none can be sent
 * to a stranger.
 */
export const emailOf = (team: string): string => `${usernameOf(team)}${teamDomain}`
