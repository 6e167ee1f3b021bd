import { type MailServer, startMailServer } from './mailServer.ts'
import { receivedEmails } from './receivedEmails.ts'
import { startTestPlatform, type TestPlatform } from './testPlatform.ts'

export interface MailPlatform extends TestPlatform {
  mail: MailServer
  /** What the mail server has been given, opened. */
  post: ReturnType<typeof receivedEmails>
}

/**
 * A platform with a worker, and a real mail server that accepts every email.
 *
 * @param env environment variables
 */
export async function startMailPlatform(env: Record<string, string> = {}): Promise<MailPlatform> {
  const mail = await startMailServer()
  const settings = {
    SMTP_URL: mail.url,
    MAIL_FROM: 'events@events.test',
    MAIL_PER_SECOND: '10000',
    MAIL_CHANGES_SECONDS: '0',
  }
  const platform = await startTestPlatform({ ...settings, ...env }, { worker: true })
  return {
    ...platform,
    mail,
    post: receivedEmails(mail),
    stop: async () => {
      await platform.stop()
      await mail.stop()
    },
  }
}
