import type { Language } from '../../shared/languages.ts'

interface Texts {
  /** The name of a person's own feed in their list of calendars. */
  ownCalendar: string
  /** Before the titles of events for which the person has no place yet. */
  waitlisted: string
  offered: string
  cancelled: string
}

/** The words of a person's own feed, in the language of their emails. */
export const texts: Record<Language, Texts> = {
  en: {
    ownCalendar: 'My events (Robo Events)',
    waitlisted: 'Waitlist',
    offered: 'Place offered',
    cancelled: 'Cancelled',
  },
  de: {
    ownCalendar: 'Meine Veranstaltungen (Robo Events)',
    waitlisted: 'Warteliste',
    offered: 'Platz angeboten',
    cancelled: 'Abgesagt',
  },
  es: {
    ownCalendar: 'Mis eventos (Robo Events)',
    waitlisted: 'Lista de espera',
    offered: 'Plaza ofrecida',
    cancelled: 'Cancelado',
  },
  zh: {
    ownCalendar: '我的活动（Robo Events）',
    waitlisted: '候补',
    offered: '已提供名额',
    cancelled: '已取消',
  },
}
