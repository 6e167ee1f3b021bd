import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { freePort } from './freePort.ts'
import { healthOf } from './serverProcess.ts'

/** Whether nginx is installed (`apt-get install nginx-light`); no npm package has it. */
export const hasNginx = spawnSync('nginx', ['-v']).status === 0

export interface Nginx {
  /** Where it listens, without a slash at the end. */
  url: string
  stop: () => Promise<void>
}

/** The configuration that the documentation gives to operators. */
async function documented(): Promise<string> {
  const page = await readFile('docs/operations.md', 'utf8')
  return /```nginx\n(.*?)```/s.exec(page)![1]!
}

async function stop(child: ChildProcess, folder: string) {
  const ended = once(child, 'exit')
  child.kill('SIGQUIT')
  setTimeout(() => child.kill('SIGKILL'), 1000).unref()
  await ended
  await rm(folder, { recursive: true })
}

/** Starts an nginx in front of servers, with the documented configuration. */
export async function startNginx(urls: string[]): Promise<Nginx> {
  const folder = await mkdtemp(path.join(tmpdir(), 'robo-events-nginx-'))
  const port = await freePort()
  const servers = urls.map((url) => `server ${new URL(url).host};`).join(' ')
  const site = (await documented()).replace('listen 80;', `listen 127.0.0.1:${port};`)
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${folder}/${name};`)
    .join('\n')
  const file = path.join(folder, 'nginx.conf')
  await writeFile(
    file,
    `daemon off; master_process off; pid ${folder}/pid; error_log stderr warn;
events {}
http { access_log off; ${paths} upstream robo_events { ${servers} }
${site} }`,
  )
  const child = spawn('nginx', ['-p', folder, '-c', file, '-e', 'stderr'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const url = `http://127.0.0.1:${port}`
  while ((await healthOf(url)) === undefined) {
    if (child.exitCode !== null) throw new Error('nginx did not start. Its output is above.')
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  return { url, stop: () => stop(child, folder) }
}
