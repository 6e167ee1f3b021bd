import type { ReactNode } from 'react'

import type { PageResponse } from '../../../../http/pages/page.ts'
import { Layout } from '../../layout/Layout.tsx'
import { renderDocument } from '../../layout/renderDocument.ts'
import type { PageContext } from '../context.ts'
import type { Rejected } from '../forms/readForm.ts'
import { Notice } from './Notice.tsx'
import { PersonNavigation } from './PersonNavigation.tsx'

interface PageOptions {
  title: string
  /** What became of the last form, if it is not on the page itself. */
  done?: string | undefined
  rejected?: Rejected | undefined
  children: ReactNode
}

/** What is wrong with a form, with a link to each field. Screen readers read it first. */
const Problems = ({
  context: { text },
  rejected,
}: {
  context: PageContext
  rejected: Rejected
}) => {
  const problems = Object.entries(rejected.form.problems)
  return (
    <div className="notice bad" role="alert">
      {rejected.alert && <p>{rejected.alert}</p>}
      {problems.length > 0 && (
        <>
          <p>{text('form.errors', { count: problems.length })}</p>
          <ul>
            {problems.map(([name, problem]) => (
              <li key={name}>
                <a href={`#${name}`}>{problem}</a>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}

/** A page of a person: the frame of the site, the ways to their other pages, the content. */
export function renderPage(
  context: PageContext,
  { title, done, rejected, children }: PageOptions,
): PageResponse {
  const { site, text } = context
  const named = rejected ? text('form.errorTitle', { title }) : title
  const document = (
    <Layout site={site} title={named}>
      <PersonNavigation context={context} />
      <h1>{title}</h1>
      {done && (
        <Notice tone="good" isNews>
          {done}
        </Notice>
      )}
      {rejected && <Problems context={context} rejected={rejected} />}
      {children}
    </Layout>
  )
  return { status: rejected?.status ?? 200, page: renderDocument(document) }
}

/** The way to another page after a form. A reload then sends no form again. */
export const goTo = (
  { site }: Pick<PageContext, 'site'>,
  path: string,
  query: Record<string, string | undefined> = {},
): PageResponse => ({ status: 303, location: site.link(path, query) })
