import pg from 'pg'

export interface RecordedStatement {
  text: string
  values: unknown[]
  millis: number
}

type Query = (this: pg.Client, ...args: unknown[]) => unknown
type Callback = (...results: unknown[]) => void

/** Whether a statement reads or changes rows, so that PostgreSQL can explain it. */
const isExplainable = (text: string) => /^\s*(select|with|insert|update|delete)\b/i.test(text)

/** Records all statements that this process sends to PostgreSQL. */
export class StatementRecorder {
  private recorded: RecordedStatement[] = []

  /** Puts itself in front of `pg`'s own method, in which all statements of the process meet. */
  constructor() {
    const prototype = pg.Client.prototype as unknown as { query: Query }
    const original = prototype.query
    const record = (statement: RecordedStatement) => this.recorded.push(statement)
    const recording: Query = function (this, ...args) {
      const [config, second] = args as [{ text?: string; values?: unknown[] } | string, unknown]
      const text = typeof config === 'string' ? config : (config.text ?? '')
      const given = typeof config === 'string' ? second : (config.values ?? second)
      const values = Array.isArray(given) ? given : []
      const began = performance.now()
      const done = () => record({ text, values, millis: performance.now() - began })
      // A pool passes a callback; a transaction waits for a promise.
      const callback = args.at(-1) as Callback | undefined
      if (typeof callback === 'function') {
        const ended: Callback = (...results) => {
          done()
          callback(...results)
        }
        return original.apply(this, [...args.slice(0, -1), ended])
      }
      const answer = original.apply(this, args)
      if (answer instanceof Promise) void answer.then(done, done)
      return answer
    }
    prototype.query = recording
  }

  /** The statements since the last call that read or change rows. */
  take(): RecordedStatement[] {
    const taken = this.recorded.filter(({ text }) => isExplainable(text))
    this.recorded = []
    return taken
  }
}

/** How PostgreSQL runs a statement. The statement runs, and its changes are rolled back. */
export async function planOf(databaseUrl: string, { text, values }: RecordedStatement) {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query('BEGIN')
    const { rows } = await client.query<Record<string, string>>(
      `EXPLAIN (ANALYZE, BUFFERS, TIMING OFF) ${text}`,
      values,
    )
    return rows.map((row) => row['QUERY PLAN']).join('\n')
  } catch (error) {
    return `not explained: ${(error as Error).message}`
  } finally {
    await client.query('ROLLBACK')
    await client.end()
  }
}
