/** The message from the server to the supervisor of the embedded PostgreSQL. */
export interface SupervisorOptions {
  databaseDir: string
  port: number
  /** The password of the application's role. */
  password: string
  /** Settings of PostgreSQL by their names in postgresql.conf. */
  settings: Record<string, string>
  /** SQL that gives the application's role more rights; tests and benchmarks need them. */
  rights?: string
}

/** The reply of the supervisor. */
export type SupervisorReport = { ready: true } | { ready: false; reason: string }
