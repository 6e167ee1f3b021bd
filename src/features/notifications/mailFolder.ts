import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'

export interface StoredMail {
  to: string
  subject: string
  text: string
  html: string
  /** The entry for a calendar, if there is one. */
  calendar?: string
}

const safe = (text: string) =>
  text
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}@._-]+/gu, '-')
    .slice(0, 60)

const escaped = (text: string) =>
  text.replace(/[&<>"]/g, (character) => `&#${character.codePointAt(0)};`)

/**
 * Keeps mails as files, for a platform without a mail server: to look at, and to follow the links in
 * them. Only the owner of the process may read them: such links let people in.
 */
export class MailFolder {
  private readonly folder: string

  constructor(folder: string) {
    this.folder = folder
  }

  /** @returns the path of the file to open in a browser */
  async keep({ to, subject, text, html, calendar }: StoredMail, now = new Date()): Promise<string> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 })
    const name = `${now.toISOString().replace(/:/g, '.')} ${safe(to)} ${safe(subject)}`
    const file = path.join(this.folder, `${name}.html`)
    await writeFile(file, html || `<pre>${escaped(text)}</pre>`, { mode: 0o600 })
    await writeFile(path.join(this.folder, `${name}.txt`), text, { mode: 0o600 })
    if (calendar) await writeFile(path.join(this.folder, `${name}.ics`), calendar, { mode: 0o600 })
    return file
  }

  /** Removes files from before then. @returns how many */
  async prune(before: Date): Promise<number> {
    const names = await readdir(this.folder).catch(() => [])
    let removed = 0
    for (const name of names) {
      const file = path.join(this.folder, name)
      if ((await stat(file)).mtime >= before) continue
      await rm(file, { force: true })
      removed += 1
    }
    return removed
  }
}
