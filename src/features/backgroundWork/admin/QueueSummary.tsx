import { Link } from '@payloadcms/ui'

import type { BackgroundWork } from '../backgroundWork.ts'
import { formatDuration } from './format.ts'

/** Webhooks that wait, and endpoints that do not work. Nothing when there is nothing to say. */
const WebhookSummary = ({ webhooks }: Pick<BackgroundWork, 'webhooks'>) => {
  const { failing, pending, switchedOff } = webhooks
  if (pending + failing + switchedOff === 0) return null
  return (
    <div>
      <dt>Webhooks waiting</dt>
      <dd>
        {pending}
        {failing + switchedOff > 0 && (
          <>
            {' '}
            <Link className="work__alarm" href="/admin/collections/webhooks">
              {[
                failing > 0 && `${failing} failing`,
                switchedOff > 0 && `${switchedOff} switched off`,
              ]
                .filter(Boolean)
                .join(', ')}
            </Link>
          </>
        )}
      </dd>
    </div>
  )
}

/** The numbers of jobs by state, and how long the oldest one has waited. */
export const QueueSummary = ({ counts, webhooks }: Pick<BackgroundWork, 'counts' | 'webhooks'>) => (
  <dl className="work__summary">
    <div>
      <dt>Waiting</dt>
      <dd>
        {counts.waiting}
        {counts.waiting > 0 && (
          <span className="work__aside"> the oldest for {formatDuration(counts.oldestMillis)}</span>
        )}
      </dd>
    </div>
    <div>
      <dt>Running</dt>
      <dd>{counts.running}</dd>
    </div>
    <div>
      <dt>Failed</dt>
      <dd className={counts.failed > 0 ? 'work__alarm' : undefined}>{counts.failed}</dd>
    </div>
    <WebhookSummary webhooks={webhooks} />
  </dl>
)
