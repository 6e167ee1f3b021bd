import { APIError } from 'payload'

import { type RefusalCode, refusals } from '../domain/registration.ts'

/**
 * A request that is understood and may not be done. Payload shows it as it shows its own errors
 * (status, message, `data.code`); the contract's endpoints show `{ detail, code }`.
 */
export class Refusal extends APIError<{ code: string }> {
  readonly code: string

  constructor(status: number, code: string, detail: string) {
    // Without `data` Payload drops the error's name, and with `isPublic` false its message.
    super(detail, status, { code }, true)
    this.code = code
  }
}

/** The refusal of a registration, with the status and words that the contract gives its code. */
export const registrationRefusal = (code: RefusalCode): Refusal =>
  new Refusal(refusals[code].status, code, refusals[code].detail)
