import type { PostgresAdapter } from '@payloadcms/db-postgres'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { generateImportMap, getPayload, type Payload } from 'payload'
import { generateTypes } from 'payload/node'

import { clearCachedPayload, loadConfig } from '../support/loadConfig.ts'

const importMap = 'src/app/(payload)/admin/importMap.js'
const migrations = 'src/database/migrations'

const text = (...parts: string[]) => readFile(path.join(...parts), 'utf8')

let payload: Payload
let scratch: string

beforeAll(async () => {
  Object.assign(process.env, {
    DATABASE_URL: 'postgres://unused',
    PAYLOAD_SECRET: 'unused, but long enough',
  })
  const config = await loadConfig()
  payload = await getPayload({ config, disableDBConnect: true, disableOnInit: true })
  scratch = await mkdtemp(path.join(tmpdir(), 'robo-events-generated-'))
})

afterAll(async () => {
  await payload.destroy()
  clearCachedPayload()
  await rm(scratch, { recursive: true })
})

describe('what is generated from the collections is up to date', () => {
  it('the types: else run `npm run generate:types`', async () => {
    const outputFile = path.join(scratch, 'payload-types.ts')
    const { config } = payload

    await generateTypes(
      { ...config, typescript: { ...config.typescript, outputFile } },
      { log: false },
    )

    expect(await text('src/payload-types.ts')).toBe(await text(outputFile))
  })

  it("the panel's import map: else run `npm run generate:importmap`", async () => {
    const { config } = payload
    // Below another root, at the same place: the paths in the map are relative to it.
    const importMapFile = path.join(scratch, importMap)
    await mkdir(path.dirname(importMapFile), { recursive: true })
    const places = { ...config.admin.importMap, baseDir: scratch, importMapFile }
    const admin = { ...config.admin, importMap: places }

    await generateImportMap({ ...config, admin }, { force: true, log: false })

    expect(await text(importMap)).toBe(await text(importMapFile))
  })

  it('the migrations: else run `npm run migrate:create <name>`', async () => {
    const adapter = payload.db as unknown as PostgresAdapter
    const snapshots = (await readdir(migrations)).filter((file) => file.endsWith('.json')).sort()
    const { id, prevId, ...migrated } = JSON.parse(await text(migrations, snapshots.at(-1)!))

    const json = await adapter.requireDrizzleKit().generateDrizzleJson(adapter.schema)
    // Through text, as the other one came: else the report is full of what is undefined on one side.
    const wanted = JSON.parse(JSON.stringify({ ...json, id, prevId }))

    expect(wanted).toEqual({ ...migrated, id, prevId })
  })
})
