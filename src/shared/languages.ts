/** The languages of the platform's emails (BCP 47). */
export const languages = ['en', 'de', 'es', 'zh'] as const
export type Language = (typeof languages)[number]
