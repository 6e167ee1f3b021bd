import type { Payload } from 'payload'

import type { Page } from '../../http/pages/page.ts'
import { linkPage } from './linkPage.ts'
import { linkTexts } from './linkTexts.ts'
import { restoreEmail } from './restoreEmail.ts'

/** The page that the link in an email to an old address opens. */
export const restorePage = (payload: Payload): Page =>
  linkPage(payload, {
    path: '/restore-email',
    script: 'restore.js',
    texts: linkTexts.restore,
    use: restoreEmail,
  })
