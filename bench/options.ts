import { parseArgs } from 'node:util'

export interface Options {
  /** Seconds of measurement for each scenario. */
  seconds: number
  /** The names of the scenarios to run. Empty: all. */
  only: string[]
  /** Prints the report as JSON. */
  json: boolean
  connections: number
  /** Profiles the measured servers, which slows them a little. */
  profile: boolean
}

const usage = `npm run bench -- [--seconds 5] [--only hot-event,full-event] [--connections 100] [--profile] [--json]`

/** @throws {Error} with the usage, for wrong arguments */
export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      seconds: { type: 'string', default: '5' },
      only: { type: 'string', default: '' },
      connections: { type: 'string', default: '100' },
      json: { type: 'boolean', default: false },
      profile: { type: 'boolean', default: false },
    },
  })
  const seconds = Number(values.seconds)
  const connections = Number(values.connections)
  if (!(seconds >= 1) || !(connections >= 1)) throw new Error(usage)
  const { json, profile } = values
  return { seconds, connections, json, profile, only: values.only.split(',').filter(Boolean) }
}
