'use client'
import { SelectField, useDocumentInfo } from '@payloadcms/ui'
import type { OptionObject, SelectFieldClientComponent } from 'payload'

/**
 * The status of an event. Only the form of one existing event offers to cancel it, because there the panel
 * asks first: a bulk edit would cancel all selected events, and tell all their guests, with one click.
 */
export const StatusField: SelectFieldClientComponent = (props) => {
  const { id } = useDocumentInfo()
  const { field } = props
  const options = (field.options as OptionObject[]).filter(
    ({ value }) => id || value !== 'cancelled',
  )
  return <SelectField {...props} field={{ ...field, options }} />
}
