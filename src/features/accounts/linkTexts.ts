import type { Language } from '../../shared/languages.ts'

/** The texts of a page that a link in an email opens. */
export interface LinkTexts {
  title: string
  question: string
  button: string
  done: string
  invalid: string
}

const confirm: Record<Language, LinkTexts> = {
  en: {
    title: 'Confirm your email address',
    question: 'You have registered with this address, and it is yours?',
    button: 'Yes, confirm',
    done: 'Thank you. Your address is confirmed.',
    invalid: 'This link is not valid any more. Ask for a new one.',
  },
  de: {
    title: 'E-Mail-Adresse bestätigen',
    question: 'Du hast dich mit dieser Adresse registriert, und sie gehört dir?',
    button: 'Ja, bestätigen',
    done: 'Danke. Deine Adresse ist bestätigt.',
    invalid: 'Dieser Link gilt nicht mehr. Fordere einen neuen an.',
  },
  es: {
    title: 'Confirma tu correo electrónico',
    question: '¿Te has registrado con este correo y es tuyo?',
    button: 'Sí, confirmar',
    done: 'Gracias. Tu correo está confirmado.',
    invalid: 'Este enlace ya no es válido. Pide uno nuevo.',
  },
  zh: {
    title: '确认您的邮箱地址',
    question: '您用此地址注册了账户，并且它属于您？',
    button: '是的，确认',
    done: '谢谢，您的地址已确认。',
    invalid: '此链接已失效，请重新申请。',
  },
}

const restore: Record<Language, LinkTexts> = {
  en: {
    title: 'Take your account back',
    question: 'The email address of your account was changed, and not by you?',
    button: 'Yes, take it back',
    done: 'The account is yours again. We have sent you a link for a new password.',
    invalid: 'This link is not valid any more. Sign in, or ask for a new password.',
  },
  de: {
    title: 'Konto zurückholen',
    question: 'Die E-Mail-Adresse deines Kontos wurde geändert, und nicht von dir?',
    button: 'Ja, zurückholen',
    done: 'Das Konto gehört wieder dir. Wir haben dir einen Link für ein neues Passwort geschickt.',
    invalid: 'Dieser Link gilt nicht mehr. Melde dich an, oder fordere ein neues Passwort an.',
  },
  es: {
    title: 'Recuperar tu cuenta',
    question: '¿Alguien ha cambiado el correo de tu cuenta sin que fueras tú?',
    button: 'Sí, recuperarla',
    done: 'La cuenta vuelve a ser tuya. Te hemos enviado un enlace para elegir una contraseña nueva.',
    invalid: 'Este enlace ya no es válido. Inicia sesión o pide una contraseña nueva.',
  },
  zh: {
    title: '找回您的账户',
    question: '您账户的邮箱地址被更改，而且不是您本人操作的？',
    button: '是的，找回账户',
    done: '账户已归还给您。我们已向您发送设置新密码的链接。',
    invalid: '此链接已失效。请登录，或申请新密码。',
  },
}

/** The texts of the pages that confirm an address, and that give an account back. */
export const linkTexts = { confirm, restore }
