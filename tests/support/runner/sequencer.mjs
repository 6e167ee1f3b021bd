import { createRequire } from 'node:module'

const fromJest = createRequire(createRequire(import.meta.url).resolve('@jest/core'))
const { default: Sequencer } = fromJest('@jest/test-sequencer')

/** The browser tests are one long file: last, nothing would run next to them. */
const projects = ['browser', 'in process', 'process']
const projectOf = ({ context }) => projects.indexOf(context.config.displayName.name)

/** It waits for a full minute, and needs no CPU meanwhile: last, all others would wait for it. */
const isWaiting = ({ path }) => path.endsWith('schedule.process.test.ts')

const order = (one, other) =>
  projectOf(one) - projectOf(other) || Number(isWaiting(other)) - Number(isWaiting(one))

/** Runs one kind after the other. Inside a kind Jest's own order stays: the slowest file starts first. */
export default class OneKindAfterTheOther extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort(order)
  }
}
