import { sizeText } from '../../shared/amountText.ts'
import { Refusal } from '../../shared/errors/Refusal.ts'

/**
 * The surfaces word these errors differently, and clients may compare the words and codes. So each
 * surface keeps its own.
 */
export type BodySurface = 'v1' | 'payload' | 'register-endpoint'

const unreadable: Record<BodySurface, string> = {
  v1: 'JSON parse error: the body is not a valid JSON object.',
  payload: 'The body is not a valid JSON object.',
  'register-endpoint': 'The body is not valid JSON.',
}

export const parseError = (detail: string): Refusal => new Refusal(400, 'parse_error', detail)

/** 400: the body is not JSON, or not a JSON object. */
export const invalidJson = (surface: BodySurface): Refusal => parseError(unreadable[surface])

/** 413: the body has more than `maxBytes` bytes. */
export const bodyTooLarge = (surface: 'v1' | 'payload', maxBytes: number): Refusal =>
  surface === 'v1'
    ? new Refusal(413, 'payload_too_large', `The body is larger than ${maxBytes} bytes.`)
    : new Refusal(413, 'body_too_large', `Too large: a request can have ${sizeText(maxBytes)}.`)
