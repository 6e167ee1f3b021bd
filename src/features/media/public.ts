export { type Cover, coverAsJson, publicPictures } from './queries/renditions.ts'
export { sweepNumbers } from './queries/sweep.ts'
export { CoverSchema } from './schemas.ts'
export { serializeCover } from './serialize.ts'
