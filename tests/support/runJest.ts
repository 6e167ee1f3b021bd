import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { startEmbedded } from '../../src/runtime/embeddedPostgres/startEmbedded.ts'
import { providePythonCalendars } from './pythonCalendars.ts'
import { provideRedis } from './provideRedis.ts'
import { compileTests } from './runner/compileTests.mjs'
import { createTemplate } from './template.ts'

/** A crash of the machine may lose the tests' data, and the tests are twice as fast. */
const careless = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }

/** Each test file has a database of its own, and ends the connections of others to it. */
const rights = 'ALTER ROLE postgres CREATEDB; GRANT pg_signal_backend TO postgres'

provideRedis()
providePythonCalendars()
const began = performance.now()
const dataDir = await mkdtemp(path.join(tmpdir(), 'robo-events-test-'))
const [database] = await Promise.all([
  startEmbedded(dataDir, { settings: careless, rights }),
  compileTests(),
])

const runJest = (env: NodeJS.ProcessEnv) =>
  new Promise<number>((resolve) => {
    const jest = spawn(
      process.execPath,
      ['node_modules/jest/bin/jest.js', ...process.argv.slice(2)],
      { stdio: 'inherit', env },
    )
    jest.on('exit', (code) => resolve(code ?? 1))
  })

let exitCode: number
try {
  await createTemplate(database.url)
  console.log(`✓ Test database (${((performance.now() - began) / 1000).toFixed(1)} s)`)
  exitCode = await runJest({
    ...process.env,
    NODE_ENV: 'test',
    NODE_NO_WARNINGS: '1',
    // As `npm start` runs it: without, loading the rich text editor hangs now and then on Node 20.
    NODE_OPTIONS: '--conditions=production',
    TEST_CLUSTER_URL: database.url,
    TEST_DATA_DIR: dataDir,
  })
} finally {
  await database.stop()
  await rm(dataDir, { recursive: true, force: true })
}
process.exit(exitCode)
