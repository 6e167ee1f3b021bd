import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'

export interface StoredMail {
  to: string
  subject: string
  text: string
  html: string
  /** The calendar entry, if the email has one. */
  calendar?: string
}

const safeFileName = (text: string) =>
  text
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}@._-]+/gu, '-')
    .slice(0, 60)

const escapeHtml = (text: string) =>
  text.replace(/[&<>"]/g, (character) => `&#${character.codePointAt(0)};`)

/**
 * Stores emails as files, for a platform without a mail server, so that a person can read them and
 * follow their links. Only the owner of the process may read the files: some links sign a user in.
 */
export class MailFolder {
  private readonly folder: string

  constructor(folder: string) {
    this.folder = folder
  }

  /** Stores an email. @returns the path of the HTML file */
  async store(
    { to, subject, text, html, calendar }: StoredMail,
    now = new Date(),
  ): Promise<string> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 })
    const name = `${now.toISOString().replace(/:/g, '.')} ${safeFileName(to)} ${safeFileName(subject)}`
    const file = path.join(this.folder, `${name}.html`)
    await writeFile(file, html || `<pre>${escapeHtml(text)}</pre>`, { mode: 0o600 })
    await writeFile(path.join(this.folder, `${name}.txt`), text, { mode: 0o600 })
    if (calendar) await writeFile(path.join(this.folder, `${name}.ics`), calendar, { mode: 0o600 })
    return file
  }

  /** Deletes files that are older than an instant. @returns how many */
  async purge(before: Date): Promise<number> {
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
