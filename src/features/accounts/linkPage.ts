import { createLocalReq, type Payload, type PayloadRequest } from 'payload'

import { messageStyle } from '../../http/pages/htmlPage.ts'
import type { Page, PageResponse } from '../../http/pages/page.ts'
import { Refusal } from '../../shared/errors/Refusal.ts'
import type { Language } from '../../shared/languages.ts'
import type { LinkTexts } from './linkTexts.ts'

/** What differs between the pages that links in emails open. */
interface LinkPage {
  /** The path of the page. */
  path: `/${string}`
  /** The name of its script, below that path. */
  script: string
  texts: Record<Language, LinkTexts>
  /** Does what the link is for. @throws {Refusal} 409 when its token is not valid, or no longer */
  use: (req: PayloadRequest, token: string) => Promise<void>
}

/** Links of before have the token after a #, which only scripts can read. */
const script = `const token = location.hash.slice(1)
if (token) location.replace(location.pathname + '?token=' + token)
`

interface Message {
  status?: number
  language: Language
  title: string
  sentence: string
  /** The text of the form's button; without it there is no form. */
  button?: string
  /** The path of the script. */
  script?: string
}

const response = ({ button, language, script, sentence, status, title }: Message): PageResponse => {
  const body = `<main>
      <h1>${title}</h1>
      <p role="status">${sentence}</p>
      ${button ? `<form method="post"><button>${button}</button></form>` : ''}
    </main>
    ${script ? `<script src="${script}"></script>` : ''}`
  return { status, page: { language, title, followsColorScheme: true, head: messageStyle, body } }
}

/**
 * A page that a link in an email opens. It waits for a click, because mail servers follow links to look
 * for viruses: following the link must change nothing. It works without scripts.
 */
export function linkPage(payload: Payload, { path, script: name, texts, use }: LinkPage): Page {
  const source = `${path}/${name}` as const
  return {
    path,
    surface: 'confirmation',
    noStore: true,
    script: { path: source, source: script },
    show: ({ language }) => {
      const { button, question, title } = texts[language]
      return response({ language, title, sentence: question, button, script: source })
    },
    submit: async ({ language, query }) => {
      const { done, invalid, title } = texts[language]
      try {
        await use(await createLocalReq({}, payload), query('token'))
      } catch (error) {
        if (!(error instanceof Refusal && error.status === 409)) throw error
        return response({ status: 400, language, title, sentence: invalid })
      }
      return response({ language, title, sentence: done })
    },
  }
}
