import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import { freePort } from '../freePort.ts'

/** A real OpenSearch node for one test file, or for a benchmark. */
export interface OpenSearchNode {
  url: string
  /** Ends it as a crash does. Its data stay. */
  kill: () => Promise<void>
  start: () => Promise<void>
  /** Pauses it: connections stay open, and nothing is answered. */
  freeze: () => void
  thaw: () => void
  /** Ends it, and removes its data. */
  stop: () => Promise<void>
}

const sources = path.resolve('tests/support/openSearch')

/** Outside the checkout, so that each one does not resolve and compile it again. */
const folder = path.join(tmpdir(), 'robo-events-opensearch')

const run = (command: string, args: string[], timeout: number) =>
  spawnSync(command, args, { stdio: 'ignore', timeout, cwd: folder }).status === 0

/**
 * Gets the node from its published packages and compiles its launcher, once for all runs. The packages themselves
 * are in Maven's own folder.
 *
 * @returns the class path; undefined where Java and Maven are missing, or the packages cannot be had
 */
function provideNode(): string | undefined {
  mkdirSync(folder, { recursive: true })
  if (!run('javac', ['-version'], 20_000) || !run('mvn', ['-version'], 60_000)) return undefined
  const file = path.join(folder, 'classpath')
  const resolve = ['-B', '-q', '-f', path.join(sources, 'pom.xml')]
  const goal = ['dependency:build-classpath', `-Dmdep.outputFile=${file}`]
  const isKnown = existsSync(file) && readFileSync(file, 'utf8').split(':').every(existsSync)
  if (!isKnown && !run('mvn', [...resolve, ...goal], 600_000)) return undefined
  const packages = readFileSync(file, 'utf8').trim()
  const launcher = path.join(sources, 'OpenSearchNode.java')
  if (!run('javac', ['-d', folder, '-cp', packages, launcher], 120_000)) return undefined
  return `${folder}:${packages}`
}

const classPath = provideNode()

/** Whether a node can be started here. */
export const hasOpenSearch = classPath !== undefined

const answers = (url: string) =>
  fetch(url, { signal: AbortSignal.timeout(1000) }).then(
    ({ ok }) => ok,
    () => false,
  )

/** Starts a node on a free port. */
export async function startOpenSearch(): Promise<OpenSearchNode> {
  const home = await mkdtemp(path.join(tmpdir(), 'robo-events-opensearch-'))
  const [port, transportPort] = [await freePort(), await freePort()]
  const url = `http://127.0.0.1:${port}`
  let child: ChildProcess | undefined
  const start = async () => {
    if (child) return
    const heap = ['-Xms512m', '-Xmx512m', '-Xlog:disable', '-Dlog4j2.level=ERROR']
    const args = [home, String(port), String(transportPort)]
    child = spawn('java', [...heap, '-cp', classPath!, 'OpenSearchNode', ...args], {
      stdio: 'ignore',
    })
    const green = `${url}/_cluster/health?wait_for_status=yellow&timeout=1s`
    for (let tries = 0; !(await answers(green)); tries += 1) {
      if (tries > 400 || child.exitCode !== null) throw new Error('OpenSearch does not start')
      await sleep(100)
    }
  }
  const kill = async () => {
    if (!child) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
    child = undefined
  }
  await start()
  return {
    url,
    kill,
    start,
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    stop: async () => {
      await kill()
      await rm(home, { recursive: true, force: true })
    },
  }
}
