import type { Machine } from '../machine.ts'
import type { MeasuredOperation, MeasuredSize } from './types.ts'

/** The size that the others are compared with. */
const baseEvents = 10_000

/** Differences below this are noise on a shared machine. Milliseconds. */
const noiseMillis = 1

const name = (events: number) => events.toLocaleString('en')

interface Row {
  name: string
  isInteractive: boolean
  at: (MeasuredOperation | undefined)[]
}

const rowsOf = (sizes: MeasuredSize[]): Row[] =>
  (sizes[0]?.operations ?? []).map(({ isInteractive, name }) => ({
    name,
    isInteractive,
    at: sizes.map(({ operations }) => operations.find((one) => one.name === name)),
  }))

/** The size that ratios refer to: 10,000 events, or the smallest. */
const baseOf = (sizes: MeasuredSize[]) =>
  Math.max(
    0,
    sizes.findIndex(({ events }) => events === baseEvents),
  )

/** Whether the time grows faster than the logarithm of the number of events. */
function growsFast(row: Row, sizes: MeasuredSize[]): boolean {
  const [base, last] = [row.at[baseOf(sizes)], row.at.at(-1)]
  if (!base || !last) return false
  const logarithms = Math.log(sizes.at(-1)!.events) / Math.log(sizes[baseOf(sizes)]!.events)
  return last.millis / base.millis > logarithms && last.millis - base.millis > noiseMillis
}

function cellsOf({ at, name }: Row, base: number): string[] {
  const times = at.map((one) => (one ? one.millis.toFixed(1) : ''))
  const last = at.at(-1)
  const ratio = at[base] && last ? (last.millis / at[base].millis).toFixed(1) : ''
  return [name, ...times, ratio, String(last?.statements ?? '')]
}

function asLines(rows: string[][]): string[] {
  const widths = rows[0]!.map((_, column) =>
    Math.max(...rows.map((cells) => cells[column]!.length)),
  )
  return rows.map((cells) =>
    cells
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!),
      )
      .join('  '),
  )
}

const planLines = ({ at, name }: Row): string[] => {
  const slowest = at.at(-1)?.slowest
  return slowest
    ? ['', `${name}: ${slowest.millis.toFixed(1)} ms in`, slowest.text.trim(), slowest.plan]
    : []
}

/** The report: milliseconds at each size, ratios, and the plans of the statements that grow. */
export function growthTable(machine: Machine, sizes: MeasuredSize[]): string {
  const rows = rowsOf(sizes)
  const base = baseOf(sizes)
  const headings = [
    'milliseconds, events:',
    ...sizes.map(({ events }) => name(events)),
    `x ${name(sizes[base]!.events)}`,
    'statements',
  ]
  const { cores, node, postgresql, processor, loadAverage } = machine
  const growing = rows.filter((row) => growsFast(row, sizes))
  return [
    `${cores} cores (${processor}), shared by the server and PostgreSQL`,
    `Node ${node}, PostgreSQL ${postgresql}, load average before: ${loadAverage.join(', ')}`,
    '',
    ...asLines([headings, ...rows.map((row) => cellsOf(row, base))]),
    '',
    growing.length === 0
      ? 'Nothing grows faster than the logarithm of the number of events.'
      : `Faster than the logarithm: ${growing.map((row) => row.name).join('; ')}`,
    ...growing.flatMap(planLines),
  ].join('\n')
}
