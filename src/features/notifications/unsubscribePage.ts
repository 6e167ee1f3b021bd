import { createLocalReq, type Payload } from 'payload'

import { messageStyle } from '../../http/pages/htmlPage.ts'
import type { Page, PageResponse } from '../../http/pages/page.ts'
import type { Language } from '../../shared/languages.ts'
import { readUnsubscribeToken, unsubscribe } from './unsubscribe.ts'
import { unsubscribeTexts } from './unsubscribeTexts.ts'

interface Message {
  status?: number
  sentence: string
  /** The text of the form's button; without it there is no form. */
  button?: string
}

const response = (language: Language, { status, sentence, button }: Message): PageResponse => {
  const { title } = unsubscribeTexts[language]
  const body = `<main>
      <h1>${title}</h1>
      <p role="status">${sentence}</p>
      ${button ? `<form method="post"><button>${button}</button></form>` : ''}
    </main>`
  return {
    status,
    page: { language, title, followsColorScheme: true, head: messageStyle, body },
  }
}

const invalid = (language: Language) =>
  response(language, { status: 400, sentence: unsubscribeTexts[language].invalid })

/**
 * The page that `List-Unsubscribe` names. A POST without a body is the one click of a mail program
 * (RFC 8058). Only a POST unsubscribes: mail servers follow links to look for viruses.
 */
export const unsubscribePage = (payload: Payload): Page => ({
  path: '/unsubscribe',
  surface: 'unsubscribing',
  noStore: true,
  show: (request) => {
    const { language } = request
    const { question, button } = unsubscribeTexts[language]
    const read = readUnsubscribeToken(payload, request.query('token'))
    return read ? response(language, { sentence: question[read.topic], button }) : invalid(language)
  },
  submit: async (request) => {
    const { language } = request
    const done = await unsubscribe(await createLocalReq({}, payload), request.query('token'))
    if (!done) return invalid(language)
    return response(language, { sentence: unsubscribeTexts[language].done[done.topic] })
  },
})
