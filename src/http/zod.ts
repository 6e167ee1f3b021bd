import { extendZodWithOpenApi } from '@asteasolutions/zod-to-openapi'
import { z } from 'zod'

extendZodWithOpenApi(z)

/** `zod` with `.openapi()`. A schema that uses the method has to import `z` from here. */
export { z }
