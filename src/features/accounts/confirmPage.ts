import type { Payload } from 'payload'

import type { Page } from '../../http/pages/page.ts'
import { confirmEmail } from './confirmEmail.ts'
import { linkPage } from './linkPage.ts'
import { linkTexts } from './linkTexts.ts'

/** The page that a link in a confirmation email opens. */
export const confirmPage = (payload: Payload): Page =>
  linkPage(payload, {
    path: '/confirm-email',
    script: 'confirm.js',
    texts: linkTexts.confirm,
    use: confirmEmail,
  })
