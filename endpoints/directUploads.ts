import { addDataAndFileToRequest, type Endpoint } from 'payload'

import { requestUpload } from '../src/features/media/directUploads/requestUpload.ts'
import { activeUser } from '../src/shared/access/isActive.ts'
import { forbidden, unauthenticated } from '../src/shared/errors/Refusal.ts'

/** `POST /api/media/direct-uploads`: an address in the bucket to which the caller may send one file. */
export const directUploadEndpoint: Endpoint = {
  path: '/direct-uploads',
  method: 'post',
  handler: async (req) => {
    if (!req.user) throw unauthenticated()
    if (!activeUser(req)) throw forbidden()
    await addDataAndFileToRequest(req)
    return Response.json(await requestUpload(req, req.data), { status: 201 })
  },
}
