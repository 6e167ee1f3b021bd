import { registration, type Scenario } from './scenario.ts'

const everybody: Scenario['prepare'] = async ({ callers }) => ({
  sharing: 'once',
  lists: [callers.map((caller) => registration(1, caller))],
})

/** The baseline of all ratios: the same requests, to a server that does nothing with them. */
export const express: Scenario = {
  name: 'express',
  title: 'Bare Express: body, token',
  target: 'express',
  expected: [200],
  prepare: everybody,
}

export const expressWithKey: Scenario = {
  ...express,
  name: 'express-key',
  title: 'The same, its secret a key object',
  target: 'expressWithKey',
}

export const raw: Scenario = {
  ...express,
  name: 'raw',
  title: 'node:http, reads nothing',
  target: 'raw',
}
