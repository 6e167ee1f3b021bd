import { DefaultTemplate } from '@payloadcms/next/templates'
import { Gutter, SetStepNav } from '@payloadcms/ui'
import { redirect } from 'next/navigation.js'
import type { AdminViewServerProps } from 'payload'

import { isStaff } from '../../../shared/access/isStaff.ts'
import { readBackgroundWork } from '../backgroundWork.ts'
import { FailedJobs } from './FailedJobs.tsx'
import { QueueSummary } from './QueueSummary.tsx'
import { Schedule } from './Schedule.tsx'
import './work.css'

const pageOf = (page: unknown) =>
  typeof page === 'string' && /^[1-9]\d{0,6}$/.test(page) ? Number(page) : 1

/** The page about queued jobs and scheduled tasks. */
export const WorkView = async (props: AdminViewServerProps) => {
  const { i18n, initPageResult, params, payload, searchParams, user } = props
  const { locale, permissions, req, visibleEntities } = initPageResult
  // Payload shows a custom view to everybody, even signed out.
  if (!isStaff({ req })) {
    redirect(req.user ? '/admin/unauthorized' : '/admin/login?redirect=%2Fadmin%2Fwork')
  }
  const work = await readBackgroundWork(req, pageOf(searchParams?.page), new Date())
  return (
    <DefaultTemplate
      {...{ i18n, locale, params, payload, permissions, req, searchParams, user, visibleEntities }}
    >
      <SetStepNav nav={[{ label: 'Background work' }]} />
      <Gutter className="work">
        <h1 className="work__heading">Background work</h1>
        <QueueSummary counts={work.counts} webhooks={work.webhooks} />
        <FailedJobs jobs={work.failed} page={work.page} pages={work.pages} />
        <Schedule tasks={work.schedule} />
      </Gutter>
    </DefaultTemplate>
  )
}
