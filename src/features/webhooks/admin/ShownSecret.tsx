'use client'
import { Button, toast } from '@payloadcms/ui'
import { useRef } from 'react'

/** A secret that is shown this once, with a button that copies it. */
export const ShownSecret = ({ secret }: { secret: string }) => {
  const field = useRef<HTMLInputElement>(null)
  const copy = async () => {
    field.current?.select()
    try {
      await navigator.clipboard.writeText(secret)
      toast.success('The secret is copied')
    } catch {
      // Browsers lend the clipboard to pages of https alone. The text is selected already.
      toast.info('Press Ctrl+C or ⌘C to copy the secret')
    }
  }
  return (
    <div className="webhook-secret" role="status">
      <p className="webhook-aside__text">
        Copy it to the receiver now. When you leave this page, nobody can see it again.
      </p>
      <input
        ref={field}
        className="webhook-secret__value"
        aria-label="The signing secret"
        readOnly
        value={secret}
        onFocus={(event) => event.target.select()}
      />
      <Button size="small" margin={false} onClick={() => void copy()}>
        Copy
      </Button>
    </div>
  )
}
