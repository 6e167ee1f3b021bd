import { sendAnswer } from './answer.ts'
import { EncodedBody } from './encodedBody.ts'
import { routeEntry, type RouteTable } from './routeTable.ts'

/** A file that the platform serves to pages of every site. */
export interface StaticFile {
  path: string
  /** The content type. */
  type: string
  /** Called when the first client asks for it. */
  read: () => Promise<Buffer>
}

/** Adds a file to the table. It stays in memory, and clients ask each time whether it has changed. */
export function addFile(table: RouteTable, { path, read, type }: StaticFile): void {
  let body: Promise<EncodedBody> | undefined
  const load = async () => new EncodedBody({ type, body: await read(), cacheControl: 'no-cache' })
  const entry = routeEntry({
    name: path,
    kind: 'file',
    surface: 'file',
    isNoStore: false,
    serve: async (exchange) => {
      body ??= load()
      sendAnswer(exchange, await (await body).answerFor(exchange.req.headers))
    },
  })
  table.add(['GET', 'HEAD'], path, entry)
}
