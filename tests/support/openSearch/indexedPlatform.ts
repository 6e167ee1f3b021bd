import { poolOf as connectionOf } from '../../../src/database/connection.ts'
import { formatName } from '../../../src/features/search/engine/indexFormat.ts'
import { askBeforeEngine } from '../../../src/features/search/queries/engineQuestions.ts'
import { servicesOf } from '../../../src/shared/services.ts'
import { eventually } from '../eventually.ts'
import { startTestPlatform, type TestPlatform } from '../testPlatform.ts'

/** A platform with a worker and a search engine, and without cached responses. */
export const startIndexedPlatform = (url: string): Promise<TestPlatform> =>
  startTestPlatform({ SEARCH_URL: url, CACHE: 'off', RATE_LIMITS: 'off' }, { worker: true })

const nothingAsked = {
  format: formatName,
  terms: [],
  tag: undefined,
  program: undefined,
  userId: undefined,
}

/** Waits until the engine has everything that is committed. */
export const untilIndexed = ({ payload }: TestPlatform, milliseconds = 20_000) =>
  eventually(
    () => askBeforeEngine(connectionOf(payload), nothingAsked),
    ({ isCurrent }) => isCurrent,
    milliseconds,
  )

/** How many searches the engine has answered. */
export const answeredByEngine = ({ payload }: TestPlatform): number =>
  servicesOf(payload).searchEngine?.counts.engine ?? 0
