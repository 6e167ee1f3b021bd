/** What the server tells the process that runs the embedded PostgreSQL, and what that answers. */
export interface SupervisorOptions {
  databaseDir: string
  port: number
  password: string
  /** PostgreSQL's own settings, by their names in postgresql.conf. */
  settings: Record<string, string>
}

export type SupervisorReport = { ready: true } | { ready: false; reason: string }
