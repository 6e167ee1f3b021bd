/**
 * Starts the platform as an operator does, twice on one empty `DATA_DIR`: it has to be healthy, show
 * the panel's sign-in page, be quick the second time, and stop cleanly when told to.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** Seconds until the server has to be healthy: with an empty folder, and with one it knows. */
const firstStart = 60
const nextStart = 5

/** What `npm start` runs, without npm between this check and the server's exit code. */
const { start } = JSON.parse(readFileSync('package.json', 'utf8')).scripts
const startArguments = start.split(' ').slice(1)

const freePort = () =>
  new Promise((resolve) => {
    const probe = createServer()
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })

const expect = (holds, sentence) => {
  if (!holds) throw new Error(sentence)
  console.log(`✓ ${sentence}`)
}

const statusOf = (url) =>
  fetch(url, { signal: AbortSignal.timeout(30_000) }).then(
    (response) => response.status,
    () => undefined,
  )

async function untilHealthy(server, url, seconds) {
  const began = performance.now()
  const elapsed = () => (performance.now() - began) / 1000
  let status
  while (status !== 200 && elapsed() < seconds && server.exitCode === null) {
    await sleep(50)
    status = await statusOf(`${url}/api/health`)
  }
  expect(status === 200, `healthy within ${seconds} s (${elapsed().toFixed(1)} s)`)
}

async function checkOnce(dataDir, seconds) {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const server = spawn(process.execPath, startArguments, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { PATH: process.env.PATH, HOME: process.env.HOME, PORT: String(port), DATA_DIR: dataDir },
  })
  const ended = new Promise((resolve) => server.once('exit', (...how) => resolve(how)))
  try {
    await untilHealthy(server, url, seconds)
    expect((await statusOf(`${url}/admin/login`)) === 200, 'the sign-in page answers 200')
    server.kill('SIGTERM')
    const [code, signal] = await Promise.race([
      ended,
      sleep(30_000, ['still running'], { ref: false }),
    ])
    expect(code === 0, `SIGTERM ends it with code 0 (${code ?? signal})`)
  } finally {
    server.kill('SIGKILL')
  }
}

const dataDir = mkdtempSync(path.join(tmpdir(), 'robo-events-start-'))
try {
  await checkOnce(dataDir, firstStart)
  await checkOnce(dataDir, nextStart)
} finally {
  rmSync(dataDir, { recursive: true, force: true })
}
