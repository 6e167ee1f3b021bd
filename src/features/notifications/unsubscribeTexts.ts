import type { Language } from '../../shared/languages.ts'
import type { MailTopic } from './topics.ts'

export interface UnsubscribeTexts {
  title: string
  question: Record<MailTopic, string>
  button: string
  done: Record<MailTopic, string>
  invalid: string
}

/** The texts of the unsubscribe page. */
export const unsubscribeTexts: Record<Language, UnsubscribeTexts> = {
  en: {
    title: 'Fewer emails',
    question: {
      changes: 'Stop emails about changes to your events?',
      reminders: 'Stop reminders before events?',
      digest: 'Stop the daily digest?',
    },
    button: 'Yes, stop them',
    done: {
      changes:
        'You will get no more emails about changes. We still write to you when an event is cancelled.',
      reminders: 'You will get no more reminders.',
      digest: 'You will get no more daily digests.',
    },
    invalid: 'This link is not valid. You can choose your emails in your account.',
  },
  de: {
    title: 'Weniger E-Mails',
    question: {
      changes: 'Möchtest du keine E-Mails mehr, wenn sich eine deiner Veranstaltungen ändert?',
      reminders: 'Möchtest du vor Veranstaltungen nicht mehr erinnert werden?',
      digest: 'Möchtest du keine tägliche Übersicht mehr?',
    },
    button: 'Ja, keine mehr',
    done: {
      changes:
        'Du bekommst keine E-Mails über Änderungen mehr. Von einer Absage erfährst du weiterhin.',
      reminders: 'Du bekommst keine Erinnerungen mehr.',
      digest: 'Du bekommst keine tägliche Übersicht mehr.',
    },
    invalid: 'Dieser Link ist ungültig. In deinem Konto kannst du deine E-Mails auswählen.',
  },
  es: {
    title: 'Menos correos',
    question: {
      changes: '¿Quieres dejar de recibir correos cuando cambie uno de tus eventos?',
      reminders: '¿Quieres dejar de recibir recordatorios antes de los eventos?',
      digest: '¿Quieres dejar de recibir el resumen diario?',
    },
    button: 'Sí, no enviar más',
    done: {
      changes: 'Ya no recibirás correos sobre cambios. De una cancelación sí te avisaremos.',
      reminders: 'Ya no recibirás recordatorios.',
      digest: 'Ya no recibirás el resumen diario.',
    },
    invalid: 'Este enlace no es válido. Puedes elegir tus correos en tu cuenta.',
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
