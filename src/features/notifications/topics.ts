/** What somebody may want no emails about; all others they have to get. */
export const mailTopics = ['changes', 'reminders', 'digest'] as const
export type MailTopic = (typeof mailTopics)[number]

const topics: Record<string, MailTopic> = {
  eventChanged: 'changes',
  reminderDay: 'reminders',
  reminderHour: 'reminders',
  organiserDigest: 'digest',
}

/** The topic of a kind of email, or undefined when it is a necessary one. */
export const topicOf = (kind: string): MailTopic | undefined => topics[kind]
