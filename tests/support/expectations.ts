import { expect } from '@jest/globals'

import type { ApiResponse } from './client.ts'

/** The 400 of the contract, with the sentences under each field. */
export const expectInvalid = ({ status, body }: ApiResponse, details: Record<string, unknown>) => {
  expect({ status, body }).toEqual({ status: 400, body: { error: 'Validation Error', details } })
}

/** An error of the contract: a sentence, and for some statuses a code. */
export const expectRefusal = ({ status, body }: ApiResponse, expected: number, more: object) => {
  expect({ status, body }).toEqual({ status: expected, body: more })
}

export const missing = ['This field is required.']
export const blank = ['This field may not be blank.']
export const isNull = ['This field may not be null.']

export const notFound = { detail: 'Not found.' }
export const forbidden = { detail: 'You do not have permission to perform this action.' }
export const unauthenticated = { detail: 'Authentication credentials were not provided.' }
export const badToken = { detail: 'Token is invalid or expired' }
