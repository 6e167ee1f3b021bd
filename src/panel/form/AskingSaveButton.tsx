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

import { Choices } from './Choices.tsx'

export interface Question {
  heading: string
  body: string
  confirmLabel: string
  /** Answers of which one is chosen, the first one at the beginning. */
  choices?: { value: string; label: string }[]
}

type SubmitOptions = Parameters<ReturnType<typeof useForm>['submit']>[0]

interface Props {
  /** The question before this save; undefined for a save that needs none. */
  ask: () => Promise<Question | undefined>
  /** How the form is sent. @param chosen the answer, if the question had several */
  options?: (chosen?: string) => SubmitOptions
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
  const [chosen, setChosen] = useState<string>()
  const button = useRef<HTMLButtonElement>(null)
  const dialog = `ask-before-save-${useId()}`

  const save = async (answer?: string) => {
    const result = await submit(options?.(answer))
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
    setChosen(asked.choices?.[0]?.value)
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
        body={
          question?.choices ? (
            <Choices
              choices={question.choices}
              chosen={chosen ?? ''}
              choose={setChosen}
              intro={question.body}
            />
          ) : (
            (question?.body ?? '')
          )
        }
        confirmLabel={question?.confirmLabel}
        confirmingLabel="Saving"
        cancelLabel="Keep editing"
        onConfirm={() => save(question?.choices ? chosen : undefined)}
      />
    </>
  )
}
