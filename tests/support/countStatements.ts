import pg from 'pg'

type Query = (this: unknown, ...args: unknown[]) => unknown

/** A pool asks so whether a connection that was idle still works. */
const isCheck = (query: unknown) =>
  ((query as { text?: string } | undefined)?.text ?? query) === 'SELECT 1'

/** The statements that the platform sends to the database while it does something. */
export async function countStatements(work: () => Promise<unknown>): Promise<number> {
  const prototype = pg.Client.prototype as unknown as { query: Query }
  const { query } = prototype
  let statements = 0
  prototype.query = function count(...args) {
    if (!isCheck(args[0])) statements += 1
    return query.apply(this, args)
  }
  try {
    await work()
  } finally {
    prototype.query = query
  }
  return statements
}
