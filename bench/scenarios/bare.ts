import { registration, type Scenario } from './scenario.ts'

const everybody: Scenario['prepare'] = async ({ callers }) => ({
  sharing: 'once',
  lists: [callers.map((caller) => registration(1, caller))],
})

/** The baseline of all ratios: a server that reads the same requests, checks the token and responds. */
export const express: Scenario = {
  name: 'express',
  title: 'Bare Express: body, token',
  target: 'express',
  expected: [200],
  prepare: everybody,
}

export const raw: Scenario = {
  ...express,
  name: 'raw',
  title: 'node:http, reads nothing',
  target: 'raw',
}
