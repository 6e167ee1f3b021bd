'use client'
import { Button, Gutter, SetDocumentStepNav, useDocumentInfo } from '@payloadcms/ui'
import { useState } from 'react'

import { Chips } from '../../../panel/elements/Chips.tsx'
import { DeliveryLogRow } from './DeliveryLogRow.tsx'
import { TestButton } from './TestButton.tsx'
import { useDeliveries } from './useDeliveries.ts'
import './webhooks.css'

const filters = { '': 'All', pending: 'Pending', delivered: 'Delivered', failed: 'Failed' }

const headings = ['Message', 'State', 'Attempts', 'Response', 'Next attempt', 'Recorded']

interface PagesProps {
  page: number
  pages: number
  setPage: (page: number) => void
}

const Pages = ({ page, pages, setPage }: PagesProps) => (
  <nav className="webhook-log__pages" aria-label="Pages of deliveries">
    <Button
      size="small"
      margin={false}
      buttonStyle="secondary"
      disabled={page === 1}
      onClick={() => setPage(page - 1)}
    >
      Newer
    </Button>
    <span>
      Page {page} of {pages}
    </span>
    <Button
      size="small"
      margin={false}
      buttonStyle="secondary"
      disabled={page >= pages}
      onClick={() => setPage(page + 1)}
    >
      Older
    </Button>
  </nav>
)

/** The messages of the last 30 days to one endpoint, and what became of them. */
export const DeliveriesView = () => {
  const id = Number(useDocumentInfo().id)
  const [status, setStatus] = useState('')
  const [page, setPage] = useState(1)
  const { failure, list, loads, reload } = useDeliveries({ id, status, page })
  const chips = Object.entries(filters).map(([key, name]) => ({
    name,
    isOn: status === key,
    choose: () => {
      setStatus(key)
      setPage(1)
    },
  }))
  return (
    <div className="webhook-log">
      <SetDocumentStepNav
        collectionSlug="webhooks"
        id={id}
        pluralLabel="Webhooks"
        useAsTitle="url"
        view="Deliveries"
      />
      <Gutter className="webhook-log__body">
        <div className="webhook-log__head">
          <Chips chips={chips} />
          <TestButton id={id} onSent={reload} />
        </div>
        {failure && <p role="alert">{failure}</p>}
        {list?.rows.length === 0 && (
          <p>
            {status === ''
              ? 'Nothing was sent yet. Messages of the last 30 days are listed here.'
              : 'No such messages in the last 30 days.'}
          </p>
        )}
        {list && list.rows.length > 0 && (
          <div className="webhook-log__scroll">
            <table className="webhook-log__table">
              <thead>
                <tr>
                  {headings.map((heading) => (
                    <th key={heading} scope="col">
                      {heading}
                    </th>
                  ))}
                  <th scope="col">
                    <span className="sr-only">Send again</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {list.rows.map((delivery) => (
                  <DeliveryLogRow
                    key={delivery.id}
                    webhookId={id}
                    delivery={delivery}
                    loads={loads}
                    reload={reload}
                  />
                ))}
              </tbody>
            </table>
          </div>
        )}
        {list && list.pages > 1 && <Pages page={page} pages={list.pages} setPage={setPage} />}
      </Gutter>
    </div>
  )
}
