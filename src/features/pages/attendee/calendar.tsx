import type { PageResponse } from '../../../http/pages/page.ts'
import { createSecretFeed, deleteSecretFeed } from '../../calendars/public.ts'
import type { PersonContext } from './context.ts'
import { type Rejected, rejected } from './forms/readForm.ts'
import { Notice } from './view/Notice.tsx'
import { goTo, renderPage } from './view/renderPage.tsx'

/** The address of a feed in an app for calendars, which subscribes to it. */
const subscription = (url: string) => url.replace(/^https?:/, 'webcal:')

const Secret = ({ context: { text }, url }: { context: PersonContext; url: string }) => (
  <>
    <Notice tone="good">{text('profile.calendarUrl')}</Notice>
    <div className="field">
      <label htmlFor="calendar-url">{text('profile.calendar')}</label>
      <input id="calendar-url" readOnly defaultValue={url} autoComplete="off" />
    </div>
    <p className="actions">
      <a className="button" href={subscription(url)}>
        {text('profile.calendarOpen')}
      </a>
    </p>
  </>
)

function page(context: PersonContext, url?: string, failed?: Rejected): PageResponse {
  const { site, text } = context
  return renderPage(context, {
    title: text('profile.calendar'),
    rejected: failed,
    children: (
      <>
        <p>{text('profile.calendarText')}</p>
        {url && <Secret context={context} url={url} />}
        <form method="post" action={site.link('/my/calendar')}>
          <p className="actions">
            <button name="do" value="make" className={url ? 'second' : undefined}>
              {text('profile.calendarMake')}
            </button>
            <button name="do" value="end" className="second">
              {text('profile.calendarEnd')}
            </button>
          </p>
          <p className="field-hint">{text('profile.calendarHint')}</p>
        </form>
      </>
    ),
  })
}

export const show = (context: PersonContext): Promise<PageResponse> =>
  Promise.resolve(page(context))

/**
 * Makes the secret address, or ends it. The address is in the response to the form: it is stored nowhere, so no
 * later page could show it. The form sent again makes another one, which ends the first.
 */
export async function submit(context: PersonContext): Promise<PageResponse> {
  const { req, request, site, text, user } = context
  try {
    if (request.field('do') === 'end') {
      await deleteSecretFeed(req, user.id)
      return goTo(context, '/my/profile', { done: 'calendar-ended' })
    }
    const secret = await createSecretFeed(req, user.id)
    return page(context, `${site.origin}/api/v1/calendars/${secret}.ics`)
  } catch (error) {
    return page(context, undefined, rejected(error, { text }))
  }
}
