'use client'
import { FieldError, useField } from '@payloadcms/ui'
import type { SelectFieldClientComponent } from 'payload'

import { eventTypes } from '../eventTypes.ts'
import './webhooks.css'

const groups = [
  { name: 'Events', types: eventTypes.filter(({ type }) => type.startsWith('event.')) },
  {
    name: 'Registrations',
    types: eventTypes.filter(({ type }) => type.startsWith('registration.')),
  },
]

/** The types of messages as checkboxes, each with the words that explain it. */
export const EventTypesField: SelectFieldClientComponent = ({ path, readOnly }) => {
  const { disabled, errorMessage, setValue, showError, value } = useField<string[] | null>({ path })
  const chosen = value ?? []
  const toggle = (types: string[], isOn: boolean) => {
    const others = chosen.filter((type) => !types.includes(type))
    const all = isOn ? [...others, ...types] : others
    setValue(eventTypes.flatMap(({ type }) => (all.includes(type) ? [type] : [])))
  }
  return (
    <div className="field-type webhook-types">
      <p className="webhook-types__label" id="webhook-types">
        Messages
        <span className="required">*</span>
      </p>
      <FieldError path={path} showError={showError} message={errorMessage} />
      <div className="webhook-types__groups" role="group" aria-labelledby="webhook-types">
        {groups.map(({ name, types }) => {
          const names = types.map(({ type }) => type)
          const isWhole = names.every((type) => chosen.includes(type))
          return (
            <fieldset key={name} className="webhook-types__group" disabled={readOnly || disabled}>
              <legend>{name}</legend>
              <button
                type="button"
                className="webhook-types__all"
                aria-label={isWhole ? `No messages about ${name}` : `All messages about ${name}`}
                onClick={() => toggle(names, !isWhole)}
              >
                {isWhole ? 'None' : 'All'}
              </button>
              {types.map(({ label, type, when }) => (
                <label key={type} className="webhook-types__type">
                  <input
                    type="checkbox"
                    checked={chosen.includes(type)}
                    onChange={(event) => toggle([type], event.target.checked)}
                  />
                  <span>
                    <span className="webhook-types__name">
                      {label} <code>{type}</code>
                    </span>
                    <span className="webhook-types__when">{when}</span>
                  </span>
                </label>
              ))}
            </fieldset>
          )
        })}
      </div>
    </div>
  )
}
