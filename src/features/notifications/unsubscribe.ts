import type { Payload, PayloadRequest } from 'payload'

import { connectionOf } from '../../database/connection.ts'
import { unsubscribeFromTopic } from './queries/preferences.ts'
import { type MailTopic, mailTopics } from './topics.ts'
import type { Language } from '../../shared/languages.ts'
import { unsubscribeLifetimeSeconds, tokensOf } from '../accounts/public.ts'

/** A token that ends the emails of a topic without a sign-in. It goes into every email of the topic. */
export const unsubscribeToken = (payload: Payload, userId: number, topic: MailTopic): string =>
  tokensOf(payload).sign('unsubscribe', {
    userId,
    // Links in older emails stay valid after a change of the password.
    version: 0,
    lifetime: unsubscribeLifetimeSeconds,
    topic,
  })

export interface Unsubscribed {
  topic: MailTopic
  language: Language
}

/** The user and topic of a token, or undefined when it is forged or expired. */
export function readUnsubscribeToken(payload: Payload, token: string) {
  const claims = tokensOf(payload).verify('unsubscribe', token)
  const topic = mailTopics.find((known) => known === claims?.topic)
  return claims && topic ? { userId: claims.userId, topic } : undefined
}

/**
 * Ends emails of the token's topic for its user. A second call changes nothing.
 *
 * @returns undefined when the token is invalid
 */
export async function unsubscribe(
  req: PayloadRequest,
  token: string,
): Promise<Unsubscribed | undefined> {
  const read = readUnsubscribeToken(req.payload, token)
  if (!read) return undefined
  const language = await unsubscribeFromTopic(await connectionOf(req), read.userId, read.topic)
  return language && { topic: read.topic, language }
}
