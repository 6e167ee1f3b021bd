import type { Payload } from 'payload'

import { poolOf } from './pool.ts'
import { onCluster } from './template.ts'
import { clusterUrl, type TestPlatform } from './testPlatform.ts'

/** Runs `work` while one of the tables is missing. */
export async function withoutTable<Result>(
  payload: Payload,
  table: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const pool = poolOf(payload)
  await pool.query(`ALTER TABLE ${table} RENAME TO ${table}_elsewhere`)
  try {
    return await work()
  } finally {
    await pool.query(`ALTER TABLE ${table}_elsewhere RENAME TO ${table}`)
  }
}

/** Runs `work` while the platform's database accepts no connections. */
export async function withoutDatabase<Result>(
  { databaseUrl }: TestPlatform,
  work: () => Promise<Result>,
): Promise<Result> {
  const name = new URL(databaseUrl).pathname.slice(1)
  const open = (isOpen: boolean) =>
    onCluster(clusterUrl(), async (client) => {
      await client.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS ${isOpen}`)
      await client.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = $1 AND pid <> pg_backend_pid()`,
        [name],
      )
    })
  await open(false)
  try {
    return await work()
  } finally {
    await open(true)
  }
}
