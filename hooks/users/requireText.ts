import type { CollectionBeforeOperationHook } from 'payload'
import { fieldErrors } from '../../src/shared/errors/fieldErrors.ts'

const names = ['email', 'username', 'password'] as const

/** Requires text: Payload trims and hashes these before it validates them, and would fail on other values. */
export const requireText: CollectionBeforeOperationHook<'users'> = ({ args, req }) => {
  const { data = {} } = args as { data?: Record<string, unknown> }
  const errors = names
    .filter((name) => data[name] !== undefined && data[name] !== null)
    .filter((name) => typeof data[name] !== 'string')
    .map((path) => ({ path, message: 'This must be text.' }))
  if (errors.length > 0) throw fieldErrors(req, 'users', errors)
  return args
}
