import { poolOf } from '../../../database/connection.ts'
import type { ScheduledWork } from '../../../queue/scheduledWork.ts'
import { counted } from '../../../shared/counted.ts'
import { learnWords } from '../queries/vocabulary.ts'

/** Learns the words of events that were created or changed, so that they are found when somebody mistypes them. */
export const learnSearchWords: ScheduledWork = async (payload) => {
  let events = 0
  for (;;) {
    const learned = await learnWords(poolOf(payload))
    if (learned === 0) break
    events += learned
  }
  return events === 0 ? 'No new events' : `Learned the words of ${counted(events, 'event')}`
}
