import type { Machine } from './machine.ts'
import type { Measured } from './measure.ts'
import { scenarios } from './scenarios/index.ts'

const baseline = 'express'

/** The ratio of requests per second to another scenario of this run; undefined when that did not run. */
function ratio(all: Measured[], measured: Measured, to: string | undefined): number | undefined {
  const other = all.find(({ name }) => name === to)
  return other && measured.perSecond / other.perSecond
}

/** The ratio of requests per second of the server's processor to another scenario of this run. */
function cpuRatio(all: Measured[], measured: Measured, to: string): number | undefined {
  const other = all.find(({ name }) => name === to)
  return other && other.serverMillis / measured.serverMillis
}

export const withRatios = (all: Measured[]) =>
  all.map((measured) => {
    const { against, comparesCpu } = scenarios.find(({ name }) => name === measured.name)!
    const ratioTo = comparesCpu ? cpuRatio : ratio
    return {
      ...measured,
      toExpress: ratio(all, measured, baseline),
      comparesCpu,
      toOthers: Object.fromEntries(
        (against ?? []).flatMap((name) => {
          const times = ratioTo(all, measured, name)
          return times === undefined ? [] : [[name, times]]
        }),
      ),
    }
  })

const headings = [
  'scenario',
  'requests/s',
  'p50 ms',
  'p99 ms',
  'errors',
  'server ms',
  'database ms',
  'MB',
  'WAL bytes',
  'x Express',
  '',
]

const times = (value: number | undefined) => (value === undefined ? '' : value.toFixed(2))

function row(measured: ReturnType<typeof withRatios>[number]): string[] {
  const { comparesCpu, toExpress, toOthers } = measured
  const unit = comparesCpu ? ' by CPU' : ''
  return [
    measured.title,
    Math.round(measured.perSecond).toLocaleString('en'),
    measured.p50.toFixed(0),
    measured.p99.toFixed(0),
    String(measured.errors),
    measured.serverMillis.toFixed(3),
    measured.databaseMillis?.toFixed(3) ?? '?',
    measured.memoryMegabytes.toFixed(0),
    measured.walBytes.toFixed(0),
    times(toExpress),
    Object.entries(toOthers)
      .map(([name, ratio]) => `${times(ratio)} x ${name}${unit}`)
      .join(', '),
  ]
}

const profileOf = ({ title, profile = [] }: Measured) =>
  profile.length === 0
    ? []
    : ['', `${title}: where the server's time went, in percent`].concat(
        profile.map(({ name, percent }) => `${percent.toFixed(1).padStart(6)}  ${name}`),
      )

/** The report for people: a description of the machine, and a table. */
export function asTable(machine: Machine, all: Measured[]): string {
  const rows = [headings, ...withRatios(all).map(row)]
  const widths = headings.map((_, column) =>
    Math.max(...rows.map((cells) => cells[column]!.length)),
  )
  const lines = rows.map((cells) =>
    cells
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!),
      )
      .join('  ')
      .trimEnd(),
  )
  const { cores, processor, node, postgresql, loadAverage } = machine
  return [
    `${cores} cores (${processor}), shared by the load, the server and PostgreSQL`,
    `Node ${node}, PostgreSQL ${postgresql}, load average before: ${loadAverage.join(', ')}`,
    '',
    ...lines,
    '',
    'server ms, database ms and WAL bytes are for each request; x Express is the ratio to bare Express',
    ...all.flatMap(profileOf),
  ].join('\n')
}
