import { Refusal } from '../../shared/errors/Refusal.ts'
import { waitText } from '../../shared/amountText.ts'
import { limitField, type LimitState, policyField } from './headerFields.ts'

/** Too many requests (RFC 6585, 4): none is left until the window is over. */
export const tooManyRequests = (limit: Omit<LimitState, 'left'>): Refusal =>
  new Refusal(429, 'throttled', `Too many attempts. Try again in ${waitText(limit.seconds)}.`, {
    'Retry-After': String(limit.seconds),
    'RateLimit-Policy': policyField(limit),
    RateLimit: limitField({ ...limit, left: 0 }),
  })
