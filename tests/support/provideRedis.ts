import { spawnSync } from 'node:child_process'

const succeeds = (command: string, args: string[]) =>
  spawnSync(command, args, { stdio: 'ignore', timeout: 120_000 }).status === 0

const isThere = () => succeeds('redis-server', ['--version'])

/**
 * Installs a Debian package that tests need, where the system allows it without a question.
 *
 * @param isThere whether it is installed
 */
export function provide(packageName: string, isThere: () => boolean): void {
  if (isThere()) return
  const isRoot = process.getuid?.() === 0
  if (isRoot && succeeds('apt-get', ['--version'])) {
    console.log(`… ${packageName} for the tests (apt-get install)`)
    succeeds('apt-get', ['update'])
    succeeds('apt-get', ['install', '-y', '--no-install-recommends', packageName])
  }
  if (isThere()) return
  // Jest counts the tests that are skipped.
  console.log(`⚠ No ${packageName} can be had here: the tests that need it are skipped.`)
}

/** Provides a Redis. It does not run as a service: each test file starts its own. */
export const provideRedis = (): void => provide('redis-server', isThere)
