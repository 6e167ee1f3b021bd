'use client'
import {
  useAuth,
  useDocumentInfo,
  useField,
  useForm,
  useFormFields,
  useFormInitializing,
} from '@payloadcms/ui'
import { DateTime } from 'luxon'
import type { TextFieldClientComponent } from 'payload'
import { useEffect, useRef } from 'react'

import type { User } from '../../../payload-types.ts'
import { useBrowserZone } from '../../../panel/elements/useBrowserZone.ts'
import { TimeZoneField } from '../../../panel/timeZone/TimeZoneField.tsx'

const dates = ['startDate', 'endDate', 'registrationOpensAt', 'registrationClosesAt']

/** The same wall time in another zone. */
const keepWallTime = (instant: string, from: string, to: string) =>
  DateTime.fromISO(instant, { zone: from }).setZone(to, { keepLocalTime: true }).toUTC().toISO()

/** The zone for a new event: that of the organiser's profile, or that of the browser. */
const useOrganiserZone = () => {
  const { user } = useAuth()
  const browserZone = useBrowserZone()
  const { timezone } = (user ?? {}) as Partial<User>
  return timezone && timezone !== 'UTC' ? timezone : (browserZone ?? 'UTC')
}

/**
 * The time zone of the venue. A new event begins with the organiser's. Another zone keeps the times as they
 * were typed: who corrects the zone has read them from an announcement.
 */
export const EventZoneField: TextFieldClientComponent = (props) => {
  const { id } = useDocumentInfo()
  const {
    value: zone,
    setValue,
    initialValue,
  } = useField<string>({ potentiallyStalePath: props.path })
  const { dispatchFields } = useForm()
  const values = useFormFields(([fields]) => dates.map((path) => fields[path]?.value))
  const organiserZone = useOrganiserZone()
  const initializing = useFormInitializing()
  const shownZone = useRef(zone)

  useEffect(() => {
    // Payload's form sets its state once more after the first effects, and a change before that is lost.
    if (initializing) return
    if (!id && zone === initialValue && zone === 'UTC' && organiserZone !== 'UTC') {
      shownZone.current = organiserZone
      setValue(organiserZone, true)
    }
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only when the form is ready, and when the browser's zone becomes known
  }, [id, organiserZone, initializing])

  useEffect(() => {
    const before = shownZone.current
    shownZone.current = zone
    if (!before || !zone || before === zone) return
    dates.forEach((path, index) => {
      const instant = values[index]
      if (typeof instant !== 'string' || !instant) return
      dispatchFields({ type: 'UPDATE', path, value: keepWallTime(instant, before, zone) })
    })
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only when the zone changes, or each typed date would be moved
  }, [zone])

  return <TimeZoneField {...props} />
}
