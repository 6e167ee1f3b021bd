import { type CollectionBeforeOperationHook, type FlattenedField, ValidationError } from 'payload'

const isText = (value: unknown) => typeof value === 'string'
const isNumber = (value: unknown) =>
  typeof value === 'number' || (isText(value) && Number.isFinite(Number(value)))
const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
/** The panel sends a document instead of its id. */
const isReference = (value: unknown) =>
  isText(value) || Number.isSafeInteger(value) || (isPlainObject(value) && isReferenceId(value.id))
const isReferenceId = (id: unknown) => isText(id) || Number.isSafeInteger(id)
/** The panel sends 0 for a list without rows, and Payload reads it as one. */
const isList = (value: unknown) => Array.isArray(value) || value === 0 || value === '0'

type Kind = [isKind: (value: unknown) => boolean, message: string]

const text: Kind = [isText, 'This must be text.']
const reference: Kind = [isReference, 'This must be the id of a document.']

const kinds: Partial<Record<FlattenedField['type'], Kind>> = {
  text,
  textarea: text,
  email: text,
  code: text,
  select: text,
  radio: text,
  number: [isNumber, 'This must be a number.'],
  checkbox: [
    (value) => typeof value === 'boolean' || ['true', 'false', ''].includes(value as string),
    'This must be true or false.',
  ],
  date: [(value) => isText(value) || value instanceof Date, 'This must be a date as text.'],
  relationship: reference,
  upload: reference,
  array: [isList, 'This must be a list.'],
  group: [isPlainObject, 'This must be an object.'],
}

interface Problem {
  path: string
  message: string
}

function problemsOf(data: Record<string, unknown>, fields: FlattenedField[], at = ''): Problem[] {
  return fields.flatMap((field) => {
    const isOne = !('hasMany' in field && field.hasMany)
    const kind = kinds[field.type]
    if (!Object.hasOwn(data, field.name) || !kind || !isOne) return []
    const value = data[field.name]
    // Payload reads an empty text as no value.
    if (value === null || value === undefined || value === '') return []
    const path = `${at}${field.name}`
    if (!kind[0](value)) return [{ path, message: kind[1] }]
    if (field.type !== 'group') return []
    return problemsOf(value as Record<string, unknown>, field.flattenedFields, `${path}.`)
  })
}

/**
 * Refuses values of another type than their field has, before any rule reads them. Payload stores a list
 * where a text belongs, past all rules for texts.
 *
 * @throws {ValidationError} with all fields
 */
export const checkTypes: CollectionBeforeOperationHook = ({ args, collection, operation, req }) => {
  const { data } = args as { data?: unknown }
  if ((operation !== 'create' && operation !== 'update') || data === undefined) return args
  const errors = isPlainObject(data)
    ? problemsOf(data, collection.flattenedFields)
    : [{ path: 'data', message: 'This must be an object.' }]
  if (errors.length === 0) return args
  throw new ValidationError({ collection: collection.slug, errors, req }, req.t)
}
