import { expect, it } from '@jest/globals'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'

import { childrenOf } from '../support/childProcesses.ts'
import { eventually } from '../support/eventually.ts'

const onLinux = process.platform === 'linux' ? it : it.skip

/** Runs a few lines in a process that stays, as a server does after it was compiled. */
const start = (lines: string) =>
  spawn(
    process.execPath,
    ['--input-type=module', '-e', `${lines}; console.log('compiled'); setInterval(() => 0, 1000)`],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )

/** How many processes the lines leave behind. */
async function leftBy(lines: string): Promise<number> {
  const child = start(lines)
  try {
    await once(child.stdout, 'data')
    const none = (children: number[]) => children.length === 0
    const left = await eventually(() => childrenOf(child.pid!), none).catch(() =>
      childrenOf(child.pid!),
    )
    return left.length
  } finally {
    child.kill('SIGKILL')
  }
}

onLinux('the compiler does not stay in memory with the server', async () => {
  const compile = `const { compile } = await import('./src/runtime/start/compile.mjs'); await compile()`

  expect(await leftBy(compile)).toBe(0)
})

onLinux('it would stay by itself: this test can fail', async () => {
  const transform = `const { transform } = await import('esbuild'); await transform('1')`

  expect(await leftBy(transform)).toBe(1)
})

/** A client for apps, which tests alone use. Nothing of Payload's server is in it. */
const client = '@payloadcms/sdk'

/** The packages of Payload's server that the compiled programs and tests import. */
async function importsOfPayload() {
  const names = await readdir('.build', { recursive: true })
  const own = names.filter((name) => name.endsWith('.mjs') && !name.startsWith('node_modules'))
  const texts = await Promise.all(own.map((name) => readFile(`.build/${name}`, 'utf8')))
  const found = texts.flatMap((text) => [
    ...text.matchAll(/from "((?:@payloadcms\/|payload\b)[^"]*)"/g),
  ])
  return [...new Set(found.map(([, name]) => name!))].filter((name) => name !== client)
}

it('every import of Payload is bundled, so that there is one Payload', async () => {
  const fromPrograms = createRequire(path.resolve('.build/serve.mjs'))
  const imports = await importsOfPayload()
  const outside = imports.filter(
    (name) => !fromPrograms.resolve(name).startsWith(path.resolve('.build')),
  )

  expect(imports).toContain('payload')
  expect(outside).toEqual([])
})
