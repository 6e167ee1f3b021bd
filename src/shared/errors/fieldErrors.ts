import {
  type CollectionSlug,
  type FlattenedField,
  type PayloadRequest,
  ValidationError,
} from 'payload'

export interface FieldError {
  /** The path of the field, such as `coordinates.latitude`. */
  path: string
  message: string
}

const labelOf = (fields: FlattenedField[], path: string): string | undefined => {
  const [name, ...rest] = path.split('.')
  const field = fields.find((each) => each.name === name)
  if (!field) return undefined
  if (rest.length > 0 && 'flattenedFields' in field) {
    return labelOf(field.flattenedFields, rest.join('.'))
  }
  return 'label' in field && typeof field.label === 'string' ? field.label : undefined
}

/**
 * The error 400 for wrong values of a document. Its summary has the labels of the fields, as the panel
 * shows them; Payload would show the names that only programs know.
 */
export const fieldErrors = (
  req: PayloadRequest,
  collection: CollectionSlug,
  errors: FieldError[],
): ValidationError => {
  const { flattenedFields } = req.payload.collections[collection].config
  const labelled = errors.map((error) => ({
    ...error,
    label: labelOf(flattenedFields, error.path),
  }))
  return new ValidationError({ collection, errors: labelled, req }, req.t)
}
