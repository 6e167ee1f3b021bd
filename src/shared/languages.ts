/** What the platform's mails are written in (BCP 47). */
export const languages = ['en', 'de', 'es', 'zh'] as const
export type Language = (typeof languages)[number]
