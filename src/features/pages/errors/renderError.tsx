import type { CachedPageRequest, PageError } from '../../../http/pages/page.ts'
import { Layout } from '../layout/Layout.tsx'
import { renderDocument } from '../layout/renderDocument.ts'
import { type Site, siteOf, type SiteSettings } from '../site.ts'

const kindOf = (status: number) => {
  if (status === 404) return 'notFound'
  if (status === 401 || status === 403) return 'forbidden'
  if (status === 429) return 'tooMany'
  if (status === 503) return 'busy'
  return status < 500 ? 'badRequest' : 'fault'
}

const ErrorPage = ({ error, site }: { error: PageError; site: Site }) => {
  const { translate } = site
  const kind = kindOf(error.status)
  const title = translate(`error.${kind}.title`)
  return (
    <Layout site={site} title={title}>
      <div className="message">
        <h1>{title}</h1>
        <p>{translate(`error.${kind}.text`)}</p>
        {kind === 'fault' && <p>{translate('error.requestId', { id: error.requestId })}</p>}
        <p>
          <a className="button" href={site.link('/events')}>
            {translate('error.back')}
          </a>
        </p>
      </div>
    </Layout>
  )
}

/** The page that shows an error. It says nothing of its cause. */
export const renderError = (
  error: PageError,
  request: CachedPageRequest,
  settings: SiteSettings,
): string => renderDocument(<ErrorPage error={error} site={siteOf(request, settings)} />)
