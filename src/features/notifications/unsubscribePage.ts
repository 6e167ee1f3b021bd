import express, { type Express, type Request, type RequestHandler } from 'express'
import { createLocalReq, type Payload } from 'payload'

import { type Language, languages } from '../../shared/languages.ts'
import type { MailTopic } from './topics.ts'
import { readUnsubscribeToken, unsubscribe } from './unsubscribe.ts'
import { unsubscribeTexts, type UnsubscribeTexts } from './unsubscribeTexts.ts'

const languageOf = (req: Request): Language =>
  languages.find((language) => language === req.acceptsLanguages([...languages])) ?? 'en'

const tokenOf = ({ query: { token } }: Request) => (typeof token === 'string' ? token : '')

interface Page {
  language: Language
  words: UnsubscribeTexts
  sentence: string
  /** The words of the button, when there is something to do. */
  button?: string
}

const pageOf = ({ language, words, sentence, button }: Page) => `<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>${words.title} · Robo Events</title>
    <style>
      body { font: 1rem/1.5 system-ui, sans-serif; margin: 15vh auto; max-width: 28rem; padding: 0 1rem; }
      button { font: inherit; padding: 0.5rem 1rem; }
    </style>
  </head>
  <body>
    <main>
      <h1>${words.title}</h1>
      <p role="status">${sentence}</p>
      ${button ? `<form method="post"><button>${button}</button></form>` : ''}
    </main>
  </body>
</html>
`

const unkept: RequestHandler = (_req, res, next) => {
  res.set('Cache-Control', 'no-store')
  next()
}

const invalid = (language: Language, words: UnsubscribeTexts): string =>
  pageOf({ language, words, sentence: words.invalid })

/**
 * Serves the page to which `List-Unsubscribe` leads, and takes the one click of a mail program
 * (RFC 8058). Only a POST ends anything: mail servers follow links to look for viruses.
 */
export function mountUnsubscribePage(app: Express, payload: Payload): void {
  app.get('/unsubscribe', unkept, (req, res) => {
    const language = languageOf(req)
    const words = unsubscribeTexts[language]
    const read = readUnsubscribeToken(payload, tokenOf(req))
    if (!read) {
      res.status(400).type('html').send(invalid(language, words))
      return
    }
    const sentence = words.question[read.topic]
    res.type('html').send(pageOf({ language, words, sentence, button: words.button }))
  })
  const form = express.urlencoded({ extended: false, limit: 1024 })
  app.post('/unsubscribe', unkept, form, async (req, res) => {
    const language = languageOf(req)
    const words = unsubscribeTexts[language]
    const done = await unsubscribe(await createLocalReq({}, payload), tokenOf(req))
    const told = (topic: MailTopic) => pageOf({ language, words, sentence: words.done[topic] })
    res
      .status(done ? 200 : 400)
      .type('html')
      .send(done ? told(done.topic) : invalid(language, words))
  })
}
