import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { spawnSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { unprivilegedCommand } from '../../src/runtime/embeddedPostgres/unprivilegedCommand.ts'

/** A folder that only root may enter, as that of a checkout can be. */
let closed: string
let program: string
let data: string

beforeAll(async () => {
  closed = await mkdtemp(path.join(tmpdir(), 'robo-events-closed-'))
  program = path.join(closed, 'program')
  data = path.join(closed, 'data')
  await writeFile(program, '')
  await chmod(program, 0o755)
  await mkdir(data)
})

afterAll(() => rm(closed, { recursive: true, force: true }))

const asRoot = process.getuid?.() === 0 ? it : it.skip

/** Whether `access()` lets the command run the program: `initdb` looks for `postgres` in that way. */
async function canAccess(withoutSecurebits = false): Promise<boolean> {
  const script = 'require("fs").accessSync(process.argv[1], 1)'
  const check = { file: process.execPath, args: ['-e', script, program] }
  const { file, args } = await unprivilegedCommand(check, data)
  const used = args.filter((arg) => !(withoutSecurebits && arg.startsWith('--securebits')))
  return spawnSync(file, used, { cwd: '/', stdio: 'ignore' }).status === 0
}

asRoot('finds its programs below a folder that only root may enter', async () => {
  expect(await canAccess()).toBe(true)
})

asRoot('does not find them there when access() ignores its capabilities', async () => {
  expect(await canAccess(true)).toBe(false)
})
