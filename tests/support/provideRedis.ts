import { spawnSync } from 'node:child_process'

const succeeds = (command: string, args: string[]) =>
  spawnSync(command, args, { stdio: 'ignore', timeout: 120_000 }).status === 0

const isThere = () => succeeds('redis-server', ['--version'])

/**
 * Installs a Redis for the tests that need a real one, where the system allows it without a question.
 * Elsewhere those tests are skipped, and Jest counts them.
 */
export function provideRedis(): void {
  if (isThere()) return
  const isRoot = process.getuid?.() === 0
  if (isRoot && succeeds('apt-get', ['--version'])) {
    console.log('… Redis for the tests (apt-get install redis-server)')
    // It does not run as a service: each test file starts its own Redis.
    const install = ['install', '-y', '--no-install-recommends', 'redis-server']
    succeeds('apt-get', ['update'])
    succeeds('apt-get', install)
  }
  if (!isThere())
    console.log('⚠ No redis-server can be had here: the tests that need it are skipped.')
}
