import { ImportError } from '../command/ImportError.ts'
import { type DateOrder, numbersIn } from './readDate.ts'

/** Whether one number of a date can only be the day. */
function orderOf([first, second]: [string, string, string]): DateOrder | undefined {
  if (first.length === 4) return 'ymd'
  if (Number(first) > 12) return 'dmy'
  return Number(second) > 12 ? 'mdy' : undefined
}

/**
 * The order of day and month in the dates of a table. All its dates are read in the same order: a date that does not
 * fit is a bad row.
 *
 * @throws {ImportError} when nothing in the table shows it
 */
export function dateOrderOf(name: string, texts: string[], chosen?: DateOrder): DateOrder {
  if (chosen) return chosen
  const dates = texts.flatMap((text) => {
    const found = numbersIn(text)
    return found && found[0].length < 4 ? [{ text, numbers: found }] : []
  })
  const orders = dates.map(({ numbers }) => orderOf(numbers))
  const counts = (order: DateOrder) => orders.filter((one) => one === order).length
  const [dmy, mdy] = [counts('dmy'), counts('mdy')]
  if (dmy !== mdy) return dmy > mdy ? 'dmy' : 'mdy'
  const unclear = dates.find(({ numbers: [first, second] }) => Number(first) !== Number(second))
  // Nobody writes the month first with dots.
  if (!unclear || dates.every(({ text }) => /\d\.\s?\d/.test(text))) return 'dmy'
  throw new ImportError(
    `${name} has dates such as "${unclear.text}", which may begin with the day or with the month: say it with --dates dmy or --dates mdy.`,
  )
}
