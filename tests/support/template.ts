import pg from 'pg'
import { getPayload } from 'payload'

import { migrate } from '../../src/database/migrate.ts'

const template = 'events_template'

const databaseUrl = (clusterUrl: string, name: string) => {
  const url = new URL(clusterUrl)
  url.pathname = `/${name}`
  return url.href
}

export async function onCluster<Result>(
  clusterUrl: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: clusterUrl })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Creates a migrated, empty database. Each test file copies it in a few milliseconds. */
export async function createTemplate(clusterUrl: string) {
  const url = databaseUrl(clusterUrl, template)
  await onCluster(clusterUrl, (client) => client.query(`CREATE DATABASE ${template}`))
  Object.assign(process.env, {
    DATABASE_URL: url,
    PAYLOAD_SECRET: 'of the template alone',
    NODE_ENV: 'test',
  })
  const { default: config } = await import('../../payload.config.ts')
  const payload = await getPayload({ config })
  await migrate(payload, url)
  await payload.destroy()
}

/** Creates a database, empty or as a copy of another. @returns its URL */
export async function createDatabase(clusterUrl: string, from = 'template1'): Promise<string> {
  const name = `events_${process.pid}_${Date.now()}_${Math.floor(Math.random() * 1e6)}`
  // Copies wait for each other: PostgreSQL lets one session at a time copy a template.
  await onCluster(clusterUrl, async (client) => {
    await client.query('SELECT pg_advisory_lock(1)')
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${from}`)
  })
  return databaseUrl(clusterUrl, name)
}

/** Creates a migrated, empty database. @returns its URL */
export const cloneTemplate = (clusterUrl: string) => createDatabase(clusterUrl, template)

export const dropDatabase = (clusterUrl: string, url: string) =>
  onCluster(clusterUrl, (client) =>
    client.query(`DROP DATABASE IF EXISTS ${new URL(url).pathname.slice(1)} WITH (FORCE)`),
  )
