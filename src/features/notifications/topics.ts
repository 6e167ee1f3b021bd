/** The topics that a user can unsubscribe from. Emails without a topic are always sent. */
export const mailTopics = ['changes', 'reminders', 'digest'] as const
export type MailTopic = (typeof mailTopics)[number]

const topics: Record<string, MailTopic> = {
  eventChanged: 'changes',
  reminderDay: 'reminders',
  reminderHour: 'reminders',
  organiserDigest: 'digest',
}

/** The topic of a kind of email, or undefined when it is always sent. */
export const topicOf = (kind: string): MailTopic | undefined => topics[kind]
