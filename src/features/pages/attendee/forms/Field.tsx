import type { HTMLInputAutoCompleteAttribute, HTMLInputTypeAttribute, ReactNode } from 'react'

import type { Problems } from '../problems.ts'

/** What a form shows: the values that were sent, and what is wrong with them. */
export interface FormState {
  values: Record<string, string>
  problems: Problems
}

/** A form that nobody has filled in. */
export const emptyForm: FormState = { values: {}, problems: {} }

interface Labelled {
  name: string
  label: string
  hint?: string | undefined
  form: FormState
}

const hintId = (name: string) => `${name}-hint`
const problemId = (name: string) => `${name}-problem`

/** The attributes that connect a control with its hint and its problem. */
export function describedBy({ name, hint, form: { problems } }: Labelled) {
  const hasProblem = problems[name] !== undefined
  const ids = [hint && hintId(name), hasProblem && problemId(name)].filter(Boolean).join(' ')
  return {
    id: name,
    name,
    'aria-describedby': ids === '' ? undefined : ids,
    'aria-invalid': hasProblem ? (true as const) : undefined,
  }
}

/** A control with its label, its hint, and what is wrong with it. */
export const Labelled = ({
  name,
  label,
  hint,
  form: { problems },
  children,
}: Labelled & { children: ReactNode }) => (
  <div className="field">
    <label htmlFor={name}>{label}</label>
    {children}
    {hint && (
      <p className="field-hint" id={hintId(name)}>
        {hint}
      </p>
    )}
    {problems[name] && (
      <p className="field-error" id={problemId(name)}>
        {problems[name]}
      </p>
    )}
  </div>
)

interface FieldProps extends Labelled {
  type?: HTMLInputTypeAttribute
  autoComplete: HTMLInputAutoCompleteAttribute
  /** The value that the form begins with. */
  value?: string | undefined
  isOptional?: boolean
  maxLength?: number
  min?: number
  max?: number
  list?: string
  isFilledByScript?: boolean
}

/** A field of one line. A password is never sent back to the browser. */
export const Field = ({ type = 'text', value, isOptional = false, ...props }: FieldProps) => {
  const { autoComplete, form, isFilledByScript, list, max, maxLength, min, name } = props
  const shown = type === 'password' ? undefined : (form.values[name] ?? value)
  return (
    <Labelled {...props}>
      <input
        {...describedBy(props)}
        type={type}
        defaultValue={shown}
        autoComplete={autoComplete}
        required={!isOptional}
        {...{ list, max, maxLength, min }}
        // A phone must not begin the name of an account with a capital.
        autoCapitalize={autoComplete === 'username' ? 'none' : undefined}
        spellCheck={type === 'text' ? false : undefined}
        data-fill={isFilledByScript ? name : undefined}
      />
    </Labelled>
  )
}
