'use client'
import { Button, ConfirmationModal, toast, useModal } from '@payloadcms/ui'
import { useRouter } from 'next/navigation.js'
import { useState } from 'react'

interface Props {
  id: string
  /** What the job is for, and whom. */
  name: string
}

/** Returns why it was refused, or undefined when it was not. */
async function send(method: 'POST' | 'DELETE', path: string): Promise<string | undefined> {
  const response = await fetch(path, { method, credentials: 'include' })
  if (response.ok) return undefined
  if (response.status === 404) return 'It is no longer among the failed jobs'
  const body = (await response.json().catch(() => ({}))) as { detail?: string }
  return body.detail ?? `The server answered ${response.status}`
}

/** What staff do with a failed job. Each tells how it went, and the page is read anew. */
export const JobActions = ({ id, name }: Props) => {
  const { openModal } = useModal()
  const router = useRouter()
  const [isBusy, setIsBusy] = useState(false)
  const dialog = `drop-job-${id}`

  const act = async (method: 'POST' | 'DELETE', path: string, done: string) => {
    setIsBusy(true)
    const refusal = await send(method, path).catch(() => 'The server cannot be reached')
    if (refusal) toast.error(refusal)
    else toast.success(done)
    setIsBusy(false)
    router.refresh()
  }

  return (
    <div className="work__actions">
      <Button
        size="small"
        margin={false}
        aria-label={`Retry ${name}`}
        disabled={isBusy}
        onClick={() => void act('POST', `/api/jobs/${id}/retry`, 'It is tried again')}
      >
        Retry
      </Button>
      <Button
        size="small"
        margin={false}
        buttonStyle="secondary"
        aria-label={`Drop ${name}`}
        disabled={isBusy}
        onClick={() => openModal(dialog)}
      >
        Drop
      </Button>
      <ConfirmationModal
        modalSlug={dialog}
        heading="Drop this job?"
        body={`${name}. It is not tried again, and what it was to do is not done.`}
        confirmLabel="Drop the job"
        confirmingLabel="Dropping"
        cancelLabel="Keep it"
        onConfirm={() => act('DELETE', `/api/jobs/${id}`, 'The job is dropped')}
      />
    </div>
  )
}
