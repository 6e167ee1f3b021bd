import type { Language } from '../domain/languages.ts'
import type { MailTopic } from '../domain/mailTopics.ts'

export interface UnsubscribeWords {
  title: string
  question: Record<MailTopic, string>
  button: string
  done: Record<MailTopic, string>
  invalid: string
}

/** What the page says that ends letters of a topic. */
export const unsubscribeWords: Record<Language, UnsubscribeWords> = {
  en: {
    title: 'Fewer mails',
    question: {
      changes: 'Do you want no more mails when an event of yours changes?',
      reminders: 'Do you want no more reminders before events?',
      digest: 'Do you want no more daily digests?',
    },
    button: 'Yes, stop them',
    done: {
      changes: 'You get no more mails about changes of events. A cancelled event is still told.',
      reminders: 'You get no more reminders.',
      digest: 'You get no more daily digests.',
    },
    invalid: 'This link is not valid. You can choose your mails in your account.',
  },
  de: {
    title: 'Weniger E-Mails',
    question: {
      changes: 'Möchten Sie keine E-Mails mehr, wenn sich eine Ihrer Veranstaltungen ändert?',
      reminders: 'Möchten Sie vor Veranstaltungen nicht mehr erinnert werden?',
      digest: 'Möchten Sie keine tägliche Übersicht mehr?',
    },
    button: 'Ja, keine mehr',
    done: {
      changes:
        'Sie bekommen keine E-Mails über Änderungen mehr. Über eine Absage informieren wir Sie weiterhin.',
      reminders: 'Sie bekommen keine Erinnerungen mehr.',
      digest: 'Sie bekommen keine tägliche Übersicht mehr.',
    },
    invalid: 'Dieser Link ist ungültig. In Ihrem Konto können Sie Ihre E-Mails auswählen.',
  },
  es: {
    title: 'Menos correos',
    question: {
      changes: '¿Quiere dejar de recibir correos cuando cambie uno de sus eventos?',
      reminders: '¿Quiere dejar de recibir recordatorios antes de los eventos?',
      digest: '¿Quiere dejar de recibir el resumen diario?',
    },
    button: 'Sí, no enviar más',
    done: {
      changes: 'Ya no recibirá correos sobre cambios. De una cancelación sí le avisaremos.',
      reminders: 'Ya no recibirá recordatorios.',
      digest: 'Ya no recibirá el resumen diario.',
    },
    invalid: 'Este enlace no es válido. Puede elegir sus correos en su cuenta.',
  },
  zh: {
    title: '减少邮件',
    question: {
      changes: '您参加的活动有变更时，不再给您发邮件吗？',
      reminders: '活动开始前，不再提醒您吗？',
      digest: '不再给您发每日摘要吗？',
    },
    button: '是的，不再发送',
    done: {
      changes: '您将不再收到活动变更的邮件。活动取消时我们仍会通知您。',
      reminders: '您将不再收到提醒。',
      digest: '您将不再收到每日摘要。',
    },
    invalid: '此链接无效。您可以在账户中选择接收哪些邮件。',
  },
}
