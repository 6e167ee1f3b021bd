import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { CreateBucketCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'

import { eventually } from './eventually.ts'
import { freePort } from './freePort.ts'
import { newDataDir } from './testPlatform.ts'

/** Another name than that of S3rver: Payload keeps one client for each name in a process. */
const bucket = 'robo-events-seaweed'
const keys = { accessKeyId: 'ROBOTKEY', secretAccessKey: 'the right secret' }

/** The program `weed`; undefined where it is not installed. */
function findProgram(): string | undefined {
  const folders = (process.env.PATH ?? '').split(path.delimiter)
  return [...folders, '/root/go/bin']
    .map((folder) => path.join(folder, 'weed'))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK)
        return true
      } catch {
        return false
      }
    })
}

/** An S3 server written by others, if it is installed: `weed` of SeaweedFS. It checks signatures. */
export function startSeaweed() {
  const program = findProgram()
  if (!program) return undefined
  return async () => {
    const directory = await newDataDir()
    const config = path.join(directory, 's3.json')
    const identity = {
      name: 'tests',
      credentials: [{ accessKey: keys.accessKeyId, secretKey: keys.secretAccessKey }],
      actions: ['Admin', 'Read', 'Write', 'List'],
    }
    await writeFile(config, JSON.stringify({ identities: [identity] }))
    const ports = await Promise.all(Array.from({ length: 4 }, () => freePort()))
    const [master, volume, filer, s3] = ports
    const child = spawn(
      program,
      [
        'server',
        `-dir=${directory}`,
        '-ip=127.0.0.1',
        '-ip.bind=127.0.0.1',
        '-s3',
        '-filer',
        `-master.port=${master}`,
        `-volume.port=${volume}`,
        `-filer.port=${filer}`,
        `-s3.port=${s3}`,
        `-s3.config=${config}`,
        '-volume.max=20',
        '-master.volumeSizeLimitMB=64',
      ],
      { stdio: 'ignore' },
    )
    const endpoint = `http://127.0.0.1:${s3}`
    const client = new S3Client({
      endpoint,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: keys,
    })
    const makeBucket = () =>
      client.send(new CreateBucketCommand({ Bucket: bucket })).then(
        () => true,
        () => false,
      )
    await eventually(makeBucket, Boolean, 30_000)
    return {
      env: {
        S3_BUCKET: bucket,
        S3_ENDPOINT: endpoint,
        S3_ACCESS_KEY_ID: keys.accessKeyId,
        S3_SECRET_ACCESS_KEY: keys.secretAccessKey,
        S3_FORCE_PATH_STYLE: 'true',
      },
      keys: async () => {
        const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket }))
        return Contents.map(({ Key }) => Key!).sort()
      },
      stop: () =>
        new Promise<void>((resolve) => {
          child.once('exit', () => resolve())
          child.kill('SIGKILL')
        }),
    }
  }
}
