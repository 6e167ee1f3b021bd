/** The message from the server to the supervisor of the embedded PostgreSQL. */
export interface SupervisorOptions {
  databaseDir: string
  port: number
  password: string
  /** Settings of PostgreSQL by their names in postgresql.conf. */
  settings: Record<string, string>
}

/** The reply of the supervisor. */
export type SupervisorReport = { ready: true } | { ready: false; reason: string }
