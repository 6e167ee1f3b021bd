'use client'
import {
  Button,
  ConfirmationModal,
  FieldLabel,
  toast,
  useDocumentInfo,
  useModal,
} from '@payloadcms/ui'
import { useEffect, useState } from 'react'

import { LocalTime } from '../../../panel/elements/LocalTime.tsx'
import type { SecretState } from '../queries/secrets.ts'
import { callApi } from './callApi.ts'
import { ShownSecret } from './ShownSecret.tsx'
import './webhooks.css'

const dialog = 'rotate-webhook-secret'

const About = ({ isUnshown, createdAt, overlapUntil }: SecretState) => (
  <>
    <p className="webhook-aside__text">
      {isUnshown ? (
        'Receivers verify messages with it. It is shown once: copy it to the receiver then.'
      ) : (
        <>
          Made <LocalTime instant={createdAt} short />. It cannot be shown again. If it is lost, or
          somebody else may know it, rotate it.
        </>
      )}
    </p>
    {overlapUntil && (
      <p className="webhook-aside__text">
        The one before signs messages too, until <LocalTime instant={overlapUntil} short />.
      </p>
    )}
  </>
)

/** The secret of an endpoint: shows it once, and makes a new one. */
export const SecretField = () => {
  const id = Number(useDocumentInfo().id)
  const { openModal } = useModal()
  const [state, setState] = useState<SecretState>()
  const [secret, setSecret] = useState<string>()

  useEffect(() => {
    const aborting = new AbortController()
    // Again after each secret that was shown: its state is another one then.
    void callApi<SecretState>('GET', `${id}/secret`, aborting.signal).then(
      ({ body }) => body && setState(body),
    )
    return () => aborting.abort()
  }, [id, secret])

  const show = async (path: 'secret' | 'rotate') => {
    const { body, refusal } = await callApi<{ secret: string }>('POST', `${id}/${path}`)
    if (refusal) toast.error(refusal)
    else setSecret(body!.secret)
  }
  if (!state) return null
  return (
    <div className="field-type webhook-aside">
      <FieldLabel label="Signing secret" as="span" />
      {secret === undefined ? <About {...state} /> : <ShownSecret secret={secret} />}
      {state.isUnshown && secret === undefined && (
        <Button size="small" margin={false} onClick={() => void show('secret')}>
          Show the secret
        </Button>
      )}
      {!state.isUnshown && (
        <Button
          size="small"
          margin={false}
          buttonStyle="secondary"
          onClick={() => openModal(dialog)}
        >
          Rotate the secret
        </Button>
      )}
      <ConfirmationModal
        modalSlug={dialog}
        heading="Rotate the secret?"
        body="A new secret is made and shown once. The old one signs messages too for 24 hours, so that the receiver can change over."
        confirmLabel="Rotate"
        confirmingLabel="Rotating"
        cancelLabel="Keep it"
        onConfirm={() => show('rotate')}
      />
    </div>
  )
}
