import { killServers, type ServerProcess, startServer } from './serverProcess.ts'
import { secret, type TestPlatform } from './testPlatform.ts'

export interface SecondServer extends ServerProcess {
  stop: () => Promise<void>
}

/** Starts a second server, in its own process, on the database of a test's platform. */
export async function startSecondServer(
  { databaseUrl, dataDir }: TestPlatform,
  env: Record<string, string> = {},
): Promise<SecondServer> {
  const own = { DATABASE_URL: databaseUrl, DATA_DIR: dataDir, PAYLOAD_SECRET: secret }
  const server = await startServer({ env: { ...own, WORKER: 'external', ...env } })
  return {
    ...server,
    stop: async () => {
      server.kill('SIGTERM')
      await server.waitForExit()
      killServers()
    },
  }
}
