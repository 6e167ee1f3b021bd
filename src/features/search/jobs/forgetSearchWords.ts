import { poolOf } from '../../../database/connection.ts'
import type { ScheduledWork } from '../../../queue/scheduledWork.ts'
import { counted } from '../../../shared/counted.ts'
import { forgetWords } from '../queries/vocabulary.ts'

/** Removes the words that no event has any more. */
export const forgetSearchWords: ScheduledWork = async (payload) => {
  const words = await forgetWords(poolOf(payload))
  return words === 0 ? 'No words to forget' : `Forgot ${counted(words, 'word')}`
}
