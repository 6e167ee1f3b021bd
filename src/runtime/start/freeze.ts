import { writeFile } from 'node:fs/promises'

import { routes } from '../../composition/routes.ts'
import { v1Document } from '../../http/openapi/v1.ts'

/** Writes down what v1 promises from now on; the tests hold every later version to it. */
await writeFile('docs/openapi-v1.json', `${JSON.stringify(v1Document(routes), null, 2)}\n`)
