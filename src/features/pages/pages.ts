import type { Payload } from 'payload'

import type { CachedPage, Page } from '../../http/pages/page.ts'
import type { StaticFile } from '../../http/staticFile.ts'
import type { Env } from '../../runtime/env/env.ts'
import { isOn } from '../flags/public.ts'
import { siteAssets } from './assets/assets.ts'
import { attendeePages } from './attendee/attendeePages.ts'
import type { SiteSettings } from './site.ts'

export interface PublicSite {
  pages: Page[]
  files: StaticFile[]
}

/** The path of the first page. */
export const firstPage = '/events'

type Parts = Pick<Page, 'cached' | 'maxFormBytes' | 'show' | 'submit'>

/**
 * The public pages, for people. React and the texts are loaded with the first request for a page: a server that
 * only apps use never needs them (docs/decisions/0033-pages.md).
 */
export function publicSite(payload: Payload, env: Env): PublicSite {
  const { favicon, script, stylesheet } = siteAssets()
  const settings: SiteSettings = {
    appUrl: env.PUBLIC_APP_URL,
    hasPanel: env.PANEL,
    script: script.path,
    stylesheet: stylesheet.path,
  }
  const showError: NonNullable<Page['showError']> = async (error, request) => {
    const { renderError } = await import('./errors/renderError.tsx')
    return { status: error.status, page: renderError(error, request, settings) }
  }
  const page = (path: string, parts: Parts): Page => ({
    path,
    surface: 'site',
    noStore: true,
    showError,
    ...parts,
  })
  const list: CachedPage = {
    isList: true,
    read: async (_payload, request) => {
      const { readList } = await import('./list/readList.tsx')
      return readList(payload, request, settings)
    },
  }
  const ofPeople = attendeePages({ payload, env, settings }, showError)
  const isSiteOn = () => isOn(payload, 'public-pages')
  const pages = [page(firstPage, { cached: list }), ...ofPeople].map((one) => ({
    ...one,
    isOn: isSiteOn,
  }))
  return { pages, files: [favicon, stylesheet, script] }
}
