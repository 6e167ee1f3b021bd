import { randomBytes } from 'node:crypto'
import S3rver from '@20minutes/s3rver'
import accounts from '@20minutes/s3rver/lib/models/account.js'
import { mkdir, readdir, rm } from 'node:fs/promises'
import type { IncomingMessage, Server } from 'node:http'
import path from 'node:path'
import { promisify } from 'node:util'

const accessKeyId = 'ROBOTKEY'
const secret = 'the right secret'
const objectFile = '._S3rver_object'

export type S3Server = Awaited<ReturnType<typeof startS3Server>>

/** A server with the S3 protocol that checks signatures. Its one bucket is a folder. */
export async function startS3Server(directory: string) {
  // Payload's adapter keeps one client for each name of a bucket, also when the server is another one.
  const bucket = `robo-events-${randomBytes(4).toString('hex')}`
  const grant = (secretAccessKey: string) =>
    accounts.DUMMY_ACCOUNT.createKeyPair(accessKeyId, secretAccessKey)
  const start = async (port: number) => {
    const buckets = [{ name: bucket }]
    const address = '127.0.0.1'
    const s3 = new S3rver({ address, port, silent: true, directory, configureBuckets: buckets })
    const bound = await s3.run()
    return { server: s3.httpServer, port: bound.port }
  }
  const stop = (server: Server) =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })

  const folder = path.join(directory, bucket)
  grant(secret)
  let running = await start(0)
  const { port } = running
  return {
    env: {
      S3_BUCKET: bucket,
      S3_ENDPOINT: `http://127.0.0.1:${port}`,
      S3_ACCESS_KEY_ID: accessKeyId,
      S3_SECRET_ACCESS_KEY: secret,
      S3_FORCE_PATH_STYLE: 'true',
    },
    secret,
    /** The keys of all objects in the bucket, sorted. */
    keys: async () => {
      const files = await readdir(folder).catch(() => [])
      return files
        .filter((file) => file.endsWith(objectFile))
        .map((file) => file.slice(0, -objectFile.length))
        .sort()
    },
    /** From now on the signatures of the platform are wrong. */
    changeSecret: () => grant('another secret'),
    restoreSecret: () => grant(secret),
    removeBucket: () => rm(folder, { recursive: true }),
    restoreBucket: () => mkdir(folder),
    goAway: () => stop(running.server),
    comeBack: async () => {
      running = await start(port)
    },
    connections: () => promisify(running.server.getConnections.bind(running.server))(),
    /** Cuts every connection, also in the middle of a response. */
    cutConnections: () => running.server.closeAllConnections(),
    /** Cuts the connection of the matching requests. @returns ends it */
    breakOff: (isMeant: (request: IncomingMessage) => boolean) => {
      const { server } = running
      const breakOff = (request: IncomingMessage) => {
        if (isMeant(request)) request.socket.destroy()
      }
      server.prependListener('request', breakOff)
      return () => server.off('request', breakOff)
    },
    stop: () => stop(running.server),
  }
}
