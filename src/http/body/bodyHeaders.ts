/** The media type of a `Content-Type` header, in lower case and without parameters; '' without one. */
export const mediaTypeOf = (contentType: string | null | undefined): string =>
  (contentType ?? '').split(';', 1)[0]!.trim().toLowerCase()

export const isJson = (contentType: string | null | undefined): boolean =>
  mediaTypeOf(contentType) === 'application/json'

/** Whether the body is a form that may hold files. */
export const isMultipart = (contentType: string | null | undefined): boolean =>
  contentType?.startsWith('multipart/form-data') ?? false

interface BodyHeaders {
  'transfer-encoding'?: string
  'content-length'?: string
}

/** Whether a request has a body that is not empty. */
export const hasBody = (headers: BodyHeaders): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length']) > 0
