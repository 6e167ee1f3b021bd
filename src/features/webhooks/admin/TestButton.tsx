'use client'
import { Button, toast } from '@payloadcms/ui'
import { useState } from 'react'

import { useIsHydrated } from '../../../panel/elements/useIsHydrated.ts'
import { callApi } from './callApi.ts'

interface Props {
  id: number
  onSent?: () => void
}

/** Sends a test message to an endpoint. */
export const TestButton = ({ id, onSent }: Props) => {
  const [isBusy, setIsBusy] = useState(false)
  const isHydrated = useIsHydrated()
  const send = async () => {
    setIsBusy(true)
    const { refusal } = await callApi('POST', `${id}/test`)
    if (refusal) toast.error(refusal)
    else toast.success('The test message is sent. Deliveries show what became of it.')
    setIsBusy(false)
    onSent?.()
  }
  return (
    <Button
      size="small"
      margin={false}
      buttonStyle="secondary"
      disabled={!isHydrated || isBusy}
      onClick={() => void send()}
    >
      Send test message
    </Button>
  )
}
