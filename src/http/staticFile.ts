import { sendAnswer } from './answer.ts'
import { EncodedBody } from './encodedBody.ts'
import { routeEntry, type RouteTable } from './routeTable.ts'

/** A file that the platform serves to pages of every site. */
export interface StaticFile {
  path: string
  /** The content type. */
  type: string
  /** Whether the path names the content, so that it never changes. */
  isImmutable?: boolean
  /** Called when the first client asks for it. */
  read: () => Promise<Buffer>
}

/** A year, as long as caches keep anything. */
const forever = 'public, max-age=31536000, immutable'

/** Adds a file to the table. It stays in memory. Clients ask each time whether it has changed, if it can change. */
export function addFile(table: RouteTable, file: StaticFile): void {
  const { path, read, type } = file
  const cacheControl = file.isImmutable ? forever : 'no-cache'
  let body: Promise<EncodedBody> | undefined
  const load = async () => new EncodedBody({ type, body: await read(), cacheControl })
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
