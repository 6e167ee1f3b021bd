import { guessedPasswords, signInFlood } from './signIns.ts'
import { graphqlQueries } from './graphql.ts'
import { longLogLines } from './logLines.ts'
import { thinPictures } from './thinPictures.ts'
import type { Attack } from './types.ts'
import { upgrade } from './upgrade.ts'

/** All attacks, in the order of the report. */
export const attacks: Attack[] = [
  upgrade,
  signInFlood,
  guessedPasswords,
  graphqlQueries,
  longLogLines,
  thinPictures,
]
