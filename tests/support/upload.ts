import type { Media } from '../../src/payload-types.ts'
import type { ApiResponse } from './client.ts'

export interface Upload {
  data?: Buffer
  name?: string
  type?: string
  /** The fields of the document; its alternative text unless told otherwise. */
  fields?: Record<string, unknown>
  token?: string
}

/** The form that carries a file and the fields of its document, as the panel sends it. */
function uploadForm({ data, name = 'robot.png', type = 'image/png', fields }: Upload) {
  const form = new FormData()
  form.set('_payload', JSON.stringify(fields ?? { alt: 'A robot' }))
  if (data) form.set('file', new Blob([new Uint8Array(data)], { type }), name)
  return form
}

async function sendForm(url: string, method: string, upload: Upload): Promise<ApiResponse> {
  const response = await fetch(url, {
    method,
    body: uploadForm(upload),
    headers: upload.token ? { Authorization: `JWT ${upload.token}` } : {},
  })
  const { status, headers } = response
  return { status, headers, body: await response.json() }
}

type Version = Pick<Media, 'filename' | 'filesize' | 'url' | 'width'>

/** An image and its sizes that exist. */
export const versionsOf = (image: Media): Version[] =>
  [image, ...Object.values(image.sizes ?? {})].filter(({ filename }) => filename)

/** The names of the files of a document, sorted. */
export const filesOf = (image: Media): string[] =>
  versionsOf(image)
    .map(({ filename }) => filename!)
    .sort()

export const uploadImage = (url: string, upload: Upload) =>
  sendForm(`${url}/api/media`, 'POST', upload)

/** @param query options for the image, such as the crop */
export const replaceImage = (url: string, id: number, upload: Upload, query = '') =>
  sendForm(`${url}/api/media/${id}${query}`, 'PATCH', upload)
