import type { DateFieldClient, DefaultServerCellComponentProps } from 'payload'

import { LocalTime } from '../../../panel/elements/LocalTime.tsx'

/** When an endpoint was last tried, in the list. */
export const LastAttemptCell = ({ cellData }: DefaultServerCellComponentProps<DateFieldClient>) =>
  typeof cellData === 'string' ? <LocalTime instant={cellData} short /> : <>Never</>
