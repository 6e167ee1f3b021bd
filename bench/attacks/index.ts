import { bulkChanges } from './bulkChanges.ts'
import { filters } from './filters.ts'
import { guessedPasswords, signInFlood } from './signIns.ts'
import { graphqlQueries } from './graphql.ts'
import { heavyLists } from './heavyLists.ts'
import { idempotencyKeys } from './keys.ts'
import { longLogLines } from './logLines.ts'
import { thinPictures } from './thinPictures.ts'
import type { Attack } from './types.ts'
import { upgrade } from './upgrade.ts'

/** All attacks, in the order of the report. */
export const attacks: Attack[] = [
  upgrade,
  signInFlood,
  guessedPasswords,
  heavyLists,
  filters,
  graphqlQueries,
  longLogLines,
  bulkChanges,
  thinPictures,
  idempotencyKeys,
]
