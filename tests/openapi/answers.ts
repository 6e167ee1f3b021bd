import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormatsModule from 'ajv-formats'

import type { openApiDocument } from '../../src/http/openapi/document.ts'

type Document = ReturnType<typeof openApiDocument>

interface Media {
  schema: object
}

export interface Operation {
  operationId: string
  method: string
  path: string
  parameters: { name: string; in: string; required?: boolean; schema: Record<string, unknown> }[]
  body?: Record<string, unknown>
  responses: Record<string, { content?: Record<string, Media> }>
}

interface RawOperation {
  operationId: string
  parameters?: Operation['parameters']
  requestBody?: { content: Record<string, { schema: Record<string, unknown> }> }
  responses: Operation['responses']
}

/** Every operation of the document, flat. */
export const operationsOf = (document: Document): Operation[] =>
  Object.entries(document.paths as Record<string, Record<string, RawOperation>>).flatMap(
    ([path, methods]) =>
      Object.entries(methods).map(([method, raw]) => ({
        operationId: raw.operationId,
        method: method.toUpperCase(),
        path,
        parameters: raw.parameters ?? [],
        body: raw.requestBody?.content['application/json']?.schema,
        responses: raw.responses,
      })),
  )

export interface Given {
  status: number
  type: string
  text: string
}

// The package is CommonJS, whose default export Node and TypeScript see differently.
const addFormats = addFormatsModule as unknown as (ajv: Ajv2020) => void

/**
 * Judges answers by the document.
 *
 * @returns a function that says what is wrong with an answer, or undefined when nothing is
 */
export function judgeBy(document: Document) {
  const ajv = new Ajv2020({ strict: false, allErrors: false })
  addFormats(ajv)
  ajv.addSchema({ $id: 'document', components: document.components })
  const compiled = new Map<object, ValidateFunction>()

  const validatorOf = (schema: object) => {
    const found = compiled.get(schema)
    if (found) return found
    const local = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"document#/')) as object
    const validator = ajv.compile(local)
    compiled.set(schema, validator)
    return validator
  }

  return (operation: Operation, { status, text, type }: Given): string | undefined => {
    const response =
      operation.responses[status] ?? (status >= 400 ? operation.responses.default : undefined)
    if (!response) return `the status ${status} is not in the document`
    if (!response.content) return undefined
    if (text === '') return 'the body is empty'
    const media = response.content[type.split(';')[0]!.trim()]
    if (!media) return `the type ${type} is not in the document`
    if (!type.includes('json')) return undefined
    const validate = validatorOf(media.schema)
    return validate(JSON.parse(text)) ? undefined : ajv.errorsText(validate.errors)
  }
}

/** The body of a response; of one that stays open, its first part. */
export async function textOf(response: Response): Promise<string> {
  if (response.headers.get('content-type') !== 'text/event-stream') return response.text()
  const reader = response.body!.getReader()
  const { value } = await reader.read()
  await reader.cancel()
  return new TextDecoder().decode(value)
}
