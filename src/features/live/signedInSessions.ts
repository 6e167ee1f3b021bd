import type { ChangedUser, KnownUser } from './queries.ts'

/** The sign-in of one connection: an access token, or a session of the panel. */
export interface SignedInSession {
  readonly userId: number
  readonly tokenVersion: number
  role: string
  /** When it ends by itself, in milliseconds since the epoch; undefined for the panel's. */
  readonly expiresAt: number | undefined
  /** The id of the session of the panel. */
  readonly panelSession: string | undefined
  /** Called once when the sign-in is not valid any more. */
  onRevoked: () => void
  /** Called when the user has another role. */
  onRole: (role: string) => void
}

interface Reads {
  changedUsers: (users: KnownUser[]) => Promise<ChangedUser[]>
  endedSessions: (sessionIds: string[]) => Promise<string[]>
}

const keyOf = ({ id, tokenVersion }: Pick<KnownUser, 'id' | 'tokenVersion'>) =>
  `${id} ${tokenVersion}`

/**
 * The sign-ins of the connections of this server. Twice a second one statement asks which of the users have
 * changed: it returns those alone, so 5,000 users cost what one does.
 */
export class SignedInSessions {
  private readonly sessions = new Set<SignedInSession>()
  private isChecking = false

  constructor(private readonly reads: Reads) {}

  add(session: SignedInSession): void {
    this.sessions.add(session)
  }

  remove(session: SignedInSession): void {
    this.sessions.delete(session)
  }

  /** Ends the connections whose sign-in is not valid any more, and tells others of a new role. */
  async check(): Promise<void> {
    this.endExpired()
    if (this.isChecking || this.sessions.size === 0) return
    this.isChecking = true
    try {
      await this.checkUsers()
      await this.checkPanelSessions()
    } finally {
      this.isChecking = false
    }
  }

  private revoke(session: SignedInSession) {
    if (this.sessions.delete(session)) session.onRevoked()
  }

  private endExpired() {
    const now = new Date().getTime()
    for (const session of this.sessions) {
      if (session.expiresAt !== undefined && session.expiresAt <= now) this.revoke(session)
    }
  }

  private async checkUsers() {
    const known = new Map<string, KnownUser>()
    for (const { role, tokenVersion, userId: id } of this.sessions) {
      known.set(`${keyOf({ id, tokenVersion })} ${role}`, { id, role, tokenVersion })
    }
    const changed = await this.reads.changedUsers([...known.values()])
    if (changed.length === 0) return
    const byKey = new Map(changed.map((user) => [keyOf(user), user]))
    for (const session of [...this.sessions]) {
      const { tokenVersion, userId: id } = session
      const user = byKey.get(keyOf({ id, tokenVersion }))
      if (!user) continue
      if (user.isRevoked) this.revoke(session)
      else if (user.role !== session.role) {
        session.role = user.role
        session.onRole(user.role)
      }
    }
  }

  private async checkPanelSessions() {
    const ids = [...this.sessions].flatMap(({ panelSession }) => panelSession ?? [])
    if (ids.length === 0) return
    const ended = new Set(await this.reads.endedSessions(ids))
    for (const session of [...this.sessions]) {
      if (session.panelSession && ended.has(session.panelSession)) this.revoke(session)
    }
  }
}
