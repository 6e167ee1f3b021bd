'use client'
import {
  ConfirmationModal,
  FormSubmit,
  useDocumentInfo,
  useEditDepth,
  useForm,
  useFormModified,
  useHotkey,
  useModal,
  useOperation,
} from '@payloadcms/ui'
import { useId, useRef, useState } from 'react'

export interface Question {
  heading: string
  body: string
  confirmLabel: string
}

type SubmitOptions = Parameters<ReturnType<typeof useForm>['submit']>[0]

interface Props {
  /** The question before this save; undefined for a save that needs none. */
  ask: () => Promise<Question | undefined>
  options?: () => SubmitOptions
  /** Called after a save that the server or the form refused. */
  onRefused?: () => Promise<void>
  label?: string
}

/** Payload's button to save, which first asks about a save that cannot be undone. */
export const AskingSaveButton = ({ ask, options, onRefused, label = 'Save' }: Props) => {
  const { setModified, submit } = useForm()
  const modified = useFormModified()
  const isUnchanged = useOperation() === 'update' && !modified
  const disabled = useDocumentInfo().uploadStatus === 'uploading' || isUnchanged
  const { openModal } = useModal()
  const [question, setQuestion] = useState<Question>()
  const button = useRef<HTMLButtonElement>(null)
  const dialog = `ask-before-save-${useId()}`

  const save = async () => {
    const result = await submit(options?.())
    button.current?.focus()
    if (result && result.res.status < 400) return
    // Payload's form counts as saved after a refusal: nobody could try again.
    setModified(true)
    await onRefused?.()
  }
  const askOrSave = async () => {
    const asked = await ask()
    if (!asked) return save()
    setQuestion(asked)
    openModal(dialog)
  }
  useHotkey({ cmdCtrlKey: true, editDepth: useEditDepth(), keyCodes: ['s'] }, (event) => {
    event.preventDefault()
    event.stopPropagation()
    button.current?.click()
  })

  return (
    <>
      <FormSubmit
        buttonId="action-save"
        disabled={disabled}
        onClick={() => void askOrSave()}
        ref={button}
        size="medium"
        type="button"
      >
        {label}
      </FormSubmit>
      <ConfirmationModal
        modalSlug={dialog}
        heading={question?.heading ?? ''}
        body={question?.body ?? ''}
        confirmLabel={question?.confirmLabel}
        confirmingLabel="Saving"
        cancelLabel="Keep editing"
        onConfirm={save}
      />
    </>
  )
}
