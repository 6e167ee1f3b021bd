'use client'
import { DatePicker } from '@payloadcms/ui'
import { DateTime } from 'luxon'
import type { ConditionalDateProps } from 'payload'
import { useState } from 'react'

import { useBrowserValue } from '../elements/useBrowserValue.ts'
import { firstDayOfWeek } from './firstDayOfWeek.ts'
import { parseDate } from './parseDate.ts'

export const unreadable = 'Enter a date such as 5 Jan 2027, 10:00'

interface Props {
  id: string
  value: string | null | undefined
  zone: string
  readOnly?: boolean
  date?: ConditionalDateProps
  isWrong: boolean
  setValue: (instant: string | null) => void
  /** Told when the typed text becomes a date or stops being one. */
  setUnreadable: (isUnreadable: boolean) => void
}

/** The picker works in the browser's zone only, so it gets a date with the wall-clock time of the zone. */
const toPicker = (instant: string, zone: string) =>
  DateTime.fromISO(instant, { zone }).setZone('system', { keepLocalTime: true }).toJSDate()

const fromPicker = (picked: Date, zone: string) =>
  DateTime.fromJSDate(picked).setZone(zone, { keepLocalTime: true }).toUTC().toISO()

/** The browser's language, without what POSIX adds to it: "en-US@posix" is no language tag, and would throw. */
const locale = () => navigator.language.split('@')[0]!

/** The typed text, read here: the picker would guess, and keep the old value for text that is no date. */
const useTyped = ({ zone, setValue, setUnreadable }: Props) => {
  const [typed, setTyped] = useState<string>()
  const isReadable = !typed?.trim() || parseDate(typed, zone, locale())
  const type = (text: string) => {
    setTyped(text)
    const instant = text.trim() ? parseDate(text, zone, locale()) : null
    setUnreadable(instant === undefined)
    if (instant !== undefined) setValue(instant)
  }
  const leave = () => isReadable && setTyped(undefined)
  const forget = () => {
    setTyped(undefined)
    setUnreadable(false)
  }
  return { typed, type, leave, forget }
}

/** A date in a zone, picked or typed. Text that is no date stays, so that it can be corrected. */
export const DateInput = (props: Props) => {
  const { id, value, zone, readOnly, date, isWrong, setValue } = props
  const { typed, type, leave, forget } = useTyped(props)
  const startDay = useBrowserValue(() => firstDayOfWeek(locale()), 1)
  return (
    <DatePicker
      {...date}
      value={value ? toPicker(value, zone) : undefined}
      onChange={(picked: Date | null) => {
        forget()
        setValue(picked ? fromPicker(picked, zone) : null)
      }}
      readOnly={readOnly}
      overrides={{
        id,
        autoComplete: 'off',
        calendarStartDay: startDay,
        ariaInvalid: isWrong ? 'true' : undefined,
        value: typed,
        onBlur: leave,
        onChangeRaw: (event) => {
          if (event?.type !== 'change') return
          event.preventDefault()
          type((event.target as HTMLInputElement).value)
        },
      }}
    />
  )
}
