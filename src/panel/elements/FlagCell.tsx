import type { CheckboxFieldClient, DefaultServerCellComponentProps } from 'payload'

import { StatusPill } from './StatusPill.tsx'

/** What is true of a few documents, in a list: the name of the field, and nothing where it is false. */
export const FlagCell = ({
  cellData,
  field,
}: DefaultServerCellComponentProps<CheckboxFieldClient>) =>
  cellData === true && 'name' in field ? <StatusPill status={field.name} /> : null
