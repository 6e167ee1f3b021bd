import type { BackgroundWork } from '../backgroundWork.ts'
import { formatDuration } from './format.ts'

/** The numbers of jobs by state, and how long the oldest one has waited. */
export const QueueSummary = ({ counts }: { counts: BackgroundWork['counts'] }) => (
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
  </dl>
)
