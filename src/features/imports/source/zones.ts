import type { DateTime } from 'luxon'
import { findIana } from 'windows-iana'

import { timeZoneName } from '../../../shared/timeZoneName.ts'

/** The IANA zone of a zone name of Windows or of IANA. Undefined when neither has the name. */
export const ianaZone = (name: string): string | undefined =>
  findIana(name)[0] ?? timeZoneName(name)

/** ISO 8601 in UTC with milliseconds, as Payload writes dates. */
export const inUtc = (time: DateTime): string => time.toJSDate().toISOString()
