export { type Cover, coverAsJson } from './queries/renditions.ts'
export { CoverSchema } from './schemas.ts'
export { serializeCover } from './serialize.ts'
