'use client'
import { Button, ConfirmationModal, toast, useModal } from '@payloadcms/ui'
import { useRouter } from 'next/navigation.js'
import { useState } from 'react'

import { useIsHydrated } from '../../../panel/elements/useIsHydrated.ts'

interface Props {
  id: string
  /** The title of the job and its subjects, for assistive technology and the dialog. */
  name: string
}

/** Returns why the server refused, or undefined after a success. */
async function send(method: 'POST' | 'DELETE', path: string): Promise<string | undefined> {
  const response = await fetch(path, { method, credentials: 'include' })
  if (response.ok) return undefined
  if (response.status === 404) return 'This job is no longer among the failed jobs'
  const body = (await response.json().catch(() => ({}))) as { detail?: string }
  return body.detail ?? `The server answered ${response.status}`
}

/** The buttons of a failed job: retry and discard. Each shows its result and reloads the page. */
export const JobActions = ({ id, name }: Props) => {
  const { openModal } = useModal()
  const router = useRouter()
  const [isBusy, setIsBusy] = useState(false)
  const isDisabled = !useIsHydrated() || isBusy
  const dialog = `discard-job-${id}`

  const act = async (method: 'POST' | 'DELETE', path: string, done: string) => {
    setIsBusy(true)
    const refusal = await send(method, path).catch(
      () => "Can't reach the server. Nothing was saved.",
    )
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
        disabled={isDisabled}
        onClick={() => void act('POST', `/api/jobs/${id}/retry`, 'The job will be retried')}
      >
        Retry
      </Button>
      <Button
        size="small"
        margin={false}
        buttonStyle="secondary"
        aria-label={`Discard ${name}`}
        disabled={isDisabled}
        onClick={() => openModal(dialog)}
      >
        Discard
      </Button>
      <ConfirmationModal
        modalSlug={dialog}
        heading="Discard this job?"
        body={`${name}. It is not retried, and its work is never done.`}
        confirmLabel="Discard the job"
        confirmingLabel="Discarding"
        cancelLabel="Keep it"
        onConfirm={() => act('DELETE', `/api/jobs/${id}`, 'The job was discarded')}
      />
    </div>
  )
}
