import type { Payload, PayloadRequest } from 'payload'

import { connectionOf } from '../../database/connection.ts'
import { unsubscribeFromTopic } from './queries/preferences.ts'
import { type MailTopic, mailTopics } from './topics.ts'
import type { Language } from '../../shared/languages.ts'
import { unsubscribeLifetimeSeconds, tokensOf } from '../accounts/public.ts'

/** Lets whoever has the email end emails of its topic, without signing in. */
export const unsubscribeToken = (payload: Payload, userId: number, topic: MailTopic): string =>
  tokensOf(payload).sign('unsubscribe', {
    userId,
    // Whoever changes their password keeps the links in emails that they have.
    version: 0,
    lifetime: unsubscribeLifetimeSeconds,
    topic,
  })

export interface Unsubscribed {
  topic: MailTopic
  language: Language
}

/** What the token is for, or undefined when it is forged or too old. */
export function readUnsubscribeToken(payload: Payload, token: string) {
  const claims = tokensOf(payload).verify('unsubscribe', token)
  const topic = mailTopics.find((known) => known === claims?.topic)
  return claims && topic ? { userId: claims.userId, topic } : undefined
}

/**
 * Ends emails of the token's topic for its user. Doing it twice is no error.
 *
 * @returns undefined when the token is not good
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
