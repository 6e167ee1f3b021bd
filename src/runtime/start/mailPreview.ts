import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'

import { languages } from '../../shared/languages.ts'
import { topicOf } from '../../features/notifications/topics.ts'
import { renderEmail } from '../../features/notifications/email/renderEmail.ts'
import { sampleEmails, sampleRecipient } from '../../features/notifications/email/samples.ts'

/** Writes every email in every language to files, to look at them without sending. */
const folder = path.resolve(process.argv[2] ?? '.data/mail-preview')
const origin = 'https://events.example'
const unsubscribeLink = `${origin}/unsubscribe/1`

async function writeEmail({ name, email }: (typeof sampleEmails)[number]): Promise<string> {
  const links = await Promise.all(
    languages.map(async (language) => {
      const { html, text, attachments } = await renderEmail(
        email,
        sampleRecipient(language),
        topicOf(email.kind) ? { origin, unsubscribeLink } : { origin },
      )
      const file = `${name}.${language}`
      const parts = { html, txt: text, ...(attachments[0] && { ics: attachments[0].content }) }
      const written = Object.entries(parts).map(async ([ending, content]) => {
        await writeFile(path.join(folder, `${file}.${ending}`), content)
        return `<a href="${file}.${ending}">${ending}</a>`
      })
      return `<td>${language}: ${(await Promise.all(written)).join(' ')}</td>`
    }),
  )
  return `<tr><th align="left">${name}</th>${links.join('')}</tr>`
}

await mkdir(folder, { recursive: true })
const rows = await Promise.all(sampleEmails.map(writeEmail))
const index = path.join(folder, 'index.html')
await writeFile(index, `<!doctype html><meta charset="utf-8"><table>${rows.join('\n')}</table>\n`)
console.log(`Written to ${index}`)
