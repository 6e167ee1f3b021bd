import { Refusal } from '../../shared/errors/Refusal.ts'
import { type RefusalCode, refusals } from './rules.ts'

/** The refusal of a registration, with the status and the text that the contract gives its code. */
export const registrationRefusal = (code: RefusalCode): Refusal =>
  new Refusal(refusals[code].status, code, refusals[code].detail)
