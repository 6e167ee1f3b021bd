import { writeFile } from 'node:fs/promises'

import { messages, routes } from '../../composition/routes.ts'
import { v1Document } from '../../http/openapi/v1.ts'

/** Writes the current v1 document to the file that the tests compare every later version with. */
await writeFile(
  'docs/openapi-v1.json',
  `${JSON.stringify(v1Document(routes, messages), null, 2)}\n`,
)
