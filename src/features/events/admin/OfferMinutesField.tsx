'use client'
import { NumberField, useFormFields } from '@payloadcms/ui'
import type { NumberFieldClientComponent } from 'payload'

/**
 * The time to accept an offered place, while places are offered. It is hidden here and not by a condition:
 * Payload does not validate a field whose condition fails.
 */
export const OfferMinutesField: NumberFieldClientComponent = (props) => {
  const isShown = useFormFields(
    ([fields]) => Boolean(fields.waitlistEnabled?.value) && Boolean(fields.waitlistOffers?.value),
  )
  return isShown ? <NumberField {...props} /> : null
}
