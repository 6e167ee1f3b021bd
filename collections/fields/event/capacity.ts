import type { NumberFieldSingleValidation } from 'payload'

import { capacityProblem } from '../../../hooks/events/capacityProblem.ts'
import { capacityRange } from '../../../src/features/events/rules.ts'
import { partySize } from '../../../src/features/registrations/rules.ts'
import type { Event } from '../../../src/payload-types.ts'
import { wholeNumberProblem } from './wholeNumber.ts'

/** Judges a capacity, when it is saved also against the seats that are taken. */
export const validateCapacity: NumberFieldSingleValidation = async (value, options) => {
  const { event, id, operation, req, required } = options
  const problem = wholeNumberProblem(value, capacityRange, required)
  if (problem) return problem
  if (event !== 'submit' || operation !== 'update' || !id) return true
  return (await capacityProblem(req, Number(id), value!)) ?? true
}

/** A group that is larger than the event could never get its seats. */
export const validatePartySize: NumberFieldSingleValidation = (value, options) => {
  const { data, event, req, required } = options
  const problem = wholeNumberProblem(value, partySize, required)
  if (problem) return problem
  const { maxParticipants } = data as Partial<Event>
  const isJudged = event === 'onChange' || Boolean(req.context.sendsPartySize)
  if (!isJudged || typeof maxParticipants !== 'number' || value! <= maxParticipants) return true
  return `This is larger than the capacity of ${maxParticipants}`
}
