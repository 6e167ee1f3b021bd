import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { execFile } from 'node:child_process'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'

import { messages, routes } from '../../src/composition/routes.ts'
import { openApiDocument } from '../../src/http/openapi/document.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

const run = promisify(execFile)

/** Inside the checkout, so that the client finds its package. */
const folder = path.resolve('.build/client-test')

let platform: TestPlatform

beforeAll(async () => {
  platform = await startTestPlatform()
  await mkdir(folder, { recursive: true })
})

afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
  await platform.stop()
})

const node = (...args: string[]) => run(process.execPath, args, { cwd: folder })

it('the typed client of docs/api.md compiles against the document', async () => {
  const markdown = await readFile('docs/api.md', 'utf8')
  const client = /```ts\n([\s\S]*?)```/.exec(markdown)![1]!
  const document = JSON.stringify(openApiDocument(platform.payload.config, routes, messages))
  await writeFile(path.join(folder, 'openapi.json'), document)
  await writeFile(path.join(folder, 'client.ts'), client)

  await node(
    path.resolve('node_modules/openapi-typescript/bin/cli.js'),
    'openapi.json',
    '-o',
    'platform.d.ts',
  )
  const options = ['--strict', '--noEmit', '--skipLibCheck', '--ignoreConfig', '--target', 'es2022']
  const modules = ['--module', 'nodenext', '--moduleResolution', 'nodenext']
  const compiled = node(
    path.resolve('node_modules/typescript/bin/tsc'),
    ...options,
    ...modules,
    'client.ts',
  )

  await expect(compiled).resolves.toMatchObject({ stdout: '' })
}, 120_000)
