import { availableParallelism } from 'node:os'
import path from 'node:path'
import { z } from 'zod'

import { proxies, rate } from './rates.ts'
import { hostList, originList } from './origins.ts'
import { describeProblem } from './describeProblem.ts'

/** An env var that is set to nothing counts as not set: compose files pass empty strings. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional())

const withDefault = <T extends z.ZodType>(schema: T, value: z.input<T>) =>
  z.preprocess((given) => (given === '' || given === undefined ? value : given), schema)

const flag = z.enum(['true', 'false']).transform((value) => value === 'true')
const toggle = z.enum(['on', 'off']).transform((value) => value === 'on')
const port = z.coerce.number().int().min(0).max(65_535)
const share = z.coerce.number().min(0).max(1)
const bytes = z.coerce.number().int().min(1024)

/** The number of web processes; `auto` is one for each core. */
const processes = z.preprocess(
  (value) => (value === 'auto' ? availableParallelism() : value),
  z.coerce.number({ error: 'must be a number or auto' }).int().min(1).max(128),
)

const isPostgresUrl = (url: string) => z.url({ protocol: /^postgres(ql)?$/ }).safeParse(url).success

const replicaUrls = z
  .string()
  .transform((text) => text.split(',').map((url) => url.trim()))
  .refine((urls) => urls.every(isPostgresUrl), {
    error: 'must be URLs that begin with postgres://, separated by commas',
  })

/** The target of a link in an email. Apps may use their own URL scheme. */
const linkTemplate = z.url().refine((template) => template.includes('{token}'), {
  error: 'must contain {token}, which stands for the secret of the link',
})

/** The page of an event in an app or on a website. */
const eventTemplate = z
  .url({ protocol: /^https?$/ })
  .refine((template) => template.includes('{id}'), {
    error: "must contain {id}, which stands for the event's number",
  })

/** A folder of a website: the names of files are put behind it. */
const folderUrl = z
  .url({ protocol: /^https?$/ })
  .refine((url) => !/[?#]/.test(url), { error: 'must have no ? and no #' })
  .transform((url) => url.replace(/\/$/, ''))

/** Who guesses it makes sessions of the admin's. A short word is guessed in minutes, without asking the server. */
const secretText = z
  .string()
  .min(16)
  .refine((text) => new Set(text).size >= 6, {
    error: 'must be random, such as that of: openssl rand -hex 32',
  })

/** `kid:secret` pairs: the first signs, the others only verify older tokens. */
const tokenKeys = z
  .string()
  .regex(/^[\w.-]+:[^,\s]{32,}(,[\w.-]+:[^,\s]{32,})*$/, {
    error: 'must be kid:secret pairs separated by commas, each secret of at least 32 characters',
  })
  .transform((text) =>
    text.split(',').map((pair) => {
      const colon = pair.indexOf(':')
      return { kid: pair.slice(0, colon), secret: pair.slice(colon + 1) }
    }),
  )
  .refine((keys) => new Set(keys.map(({ kid }) => kid)).size === keys.length, {
    error: 'must not name two keys alike: the second would verify nothing',
  })

const schema = z
  .object({
    NODE_ENV: withDefault(z.enum(['development', 'production', 'test']), 'production'),
    PORT: withDefault(port, 3000),
    HOST: withDefault(z.string(), '0.0.0.0'),
    DATA_DIR: withDefault(
      z.string().transform((dir) => path.resolve(dir)),
      '.data',
    ),
    PANEL: withDefault(toggle, 'on'),
    PUBLIC_URL: optional(z.url({ protocol: /^https?$/ })),
    ALLOWED_HOSTS: optional(hostList),
    CORS_ALLOWED_ORIGINS: optional(originList),
    PASSWORD_RESET_URL: optional(linkTemplate),
    EMAIL_CONFIRM_URL: optional(linkTemplate),
    EVENT_URL: optional(eventTemplate),
    PUBLIC_PAGES: withDefault(toggle, 'on'),
    PUBLIC_APP_URL: optional(z.url({ protocol: /^https?$/ })),
    DATABASE_URL: optional(
      z.url({ protocol: /^postgres(ql)?$/, error: 'must be a URL that begins with postgres://' }),
    ),
    DATABASE_POOL_SIZE: withDefault(z.coerce.number().int().min(5).max(500), 20),
    DATABASE_STATEMENT_SECONDS: withDefault(z.coerce.number().min(0).max(3600), 30),
    DATABASE_READ_SECONDS: withDefault(z.coerce.number().min(0.1).max(3600), 5),
    DATABASE_REPLICA_URLS: optional(replicaUrls),
    REDIS_URL: optional(
      z.url({
        protocol: /^rediss?$/,
        error: 'must be a URL that begins with redis:// or rediss://',
      }),
    ),
    SEARCH_URL: optional(
      z.url({ protocol: /^https?$/, error: 'must be a URL that begins with https:// or http://' }),
    ),
    SEARCH_INDEX: withDefault(
      z.string().regex(/^[a-z][a-z0-9_-]{0,99}$/, {
        error: 'must be lower-case letters, digits, - and _, and begin with a letter',
      }),
      'robo-events',
    ),
    CACHE: withDefault(toggle, 'on'),
    CACHE_SECONDS: withDefault(z.coerce.number().min(1).max(86_400), 900),
    CACHE_BYTES: withDefault(bytes, 64 * 1024 * 1024),
    LIVE_CONNECTIONS: withDefault(z.coerce.number().int().min(0).max(1_000_000), 20_000),
    LIVE_CONNECTIONS_ADDRESS: withDefault(z.coerce.number().int().min(1).max(1_000_000), 6000),
    LIVE_CONNECTIONS_USER: withDefault(z.coerce.number().int().min(1).max(1_000_000), 50),
    PAYLOAD_SECRET: optional(secretText),
    TOKEN_KEYS: optional(tokenKeys),
    ADMIN_EMAIL: optional(z.email()),
    ADMIN_USERNAME: optional(z.string().min(1)),
    ADMIN_PASSWORD: optional(z.string().min(8)),
    MAX_BODY_BYTES: withDefault(bytes, 2 * 1024 * 1024),
    MAX_UPLOAD_BYTES: withDefault(bytes, 20 * 1024 * 1024),
    UPLOADS_AT_ONCE: withDefault(z.coerce.number().int().min(1).max(100), 4),
    PASSWORD_THREADS: optional(z.coerce.number().int().min(1).max(64)),
    SIGN_INS_WAITING: withDefault(z.coerce.number().int().min(1).max(100_000), 500),
    CLIENT_SECONDS: withDefault(z.coerce.number().min(0.1).max(600), 30),
    TRUSTED_PROXIES: optional(proxies),
    RATE_LIMITS: withDefault(toggle, 'on'),
    RATE_LIMIT_REQUESTS: withDefault(rate, '10000/10'),
    RATE_LIMIT_SIGN_IN: withDefault(rate, '5/900'),
    RATE_LIMIT_SIGN_IN_ADDRESS: withDefault(rate, '100/900'),
    RATE_LIMIT_SIGN_IN_ACCOUNT: withDefault(rate, '50/60'),
    RATE_LIMIT_REFRESH: withDefault(rate, '3000/60'),
    RATE_LIMIT_SIGN_UP: withDefault(rate, '1000/3600'),
    RATE_LIMIT_MAIL: withDefault(rate, '5/3600'),
    RATE_LIMIT_MAIL_ADDRESS: withDefault(rate, '300/3600'),
    RATE_LIMIT_REGISTER: withDefault(rate, '120/60'),
    RATE_LIMIT_KEYED: withDefault(rate, '3000/3600'),
    RATE_LIMIT_EVENTS: withDefault(rate, '1000/86400'),
    RATE_LIMIT_CALENDAR: withDefault(rate, '300/3600'),
    ACCOUNT_EVENTS: withDefault(z.coerce.number().int().min(1), 5000),
    ACCOUNT_TEXT_BYTES: withDefault(bytes, 50 * 1024 * 1024),
    ACCOUNT_UPLOAD_BYTES: withDefault(bytes, 1024 * 1024 * 1024),
    GRAPHQL_INTROSPECTION: optional(toggle),
    WORKER: withDefault(z.enum(['internal', 'external']), 'internal'),
    SMTP_URL: optional(
      z.url({ protocol: /^smtps?$/, error: 'must be a URL that begins with smtp:// or smtps://' }),
    ),
    MAIL_FROM: withDefault(z.email(), 'events@localhost.invalid'),
    MAIL_FROM_NAME: withDefault(z.string().regex(/^[^\r\n"<>]{1,100}$/), 'Robo Events'),
    MAIL_CONCURRENCY: withDefault(z.coerce.number().int().min(1).max(50), 4),
    MAIL_PER_SECOND: withDefault(z.coerce.number().int().min(1).max(10_000), 20),
    MAIL_CHANGES_SECONDS: withDefault(z.coerce.number().min(0).max(3600), 60),
    WEBHOOK_CONCURRENCY: withDefault(z.coerce.number().int().min(1).max(100), 16),
    WEBHOOKS_ALLOW_PRIVATE: withDefault(toggle, 'off'),
    WEB_CONCURRENCY: withDefault(processes, 1),
    DRAIN_SECONDS: withDefault(z.coerce.number().min(0).max(600), 5),
    SHUTDOWN_SECONDS: withDefault(z.coerce.number().min(1).max(600), 20),
    LOG_LEVEL: withDefault(z.enum(['debug', 'info', 'warn', 'error', 'silent']), 'info'),
    LOG_FORMAT: optional(z.enum(['json', 'pretty'])),
    METRICS_TOKEN: optional(z.string().min(16)),
    METRICS_PORT: optional(port),
    SENTRY_DSN: optional(z.url({ protocol: /^https?$/ })),
    SENTRY_TRACES_SAMPLE_RATE: withDefault(share, 0),
    SENTRY_SEND_PII: withDefault(toggle, 'off'),
    OTEL_EXPORTER_OTLP_ENDPOINT: optional(z.url({ protocol: /^https?$/ })),
    OTEL_SERVICE_NAME: withDefault(z.string(), 'robo-events'),
    OTEL_TRACES_SAMPLER_ARG: withDefault(share, 1),
    MEDIA_BASE_URL: optional(folderUrl),
    MEDIA_SWEEP: withDefault(z.enum(['on', 'dry', 'off']), 'on'),
    MEDIA_UNUSED_DAYS: withDefault(z.coerce.number().int().min(0).max(36_500), 180),
    S3_BUCKET: optional(z.string()),
    S3_REGION: withDefault(z.string(), 'us-east-1'),
    S3_ENDPOINT: optional(z.url({ protocol: /^https?$/ })),
    S3_ACCESS_KEY_ID: optional(z.string()),
    S3_SECRET_ACCESS_KEY: optional(z.string()),
    S3_FORCE_PATH_STYLE: withDefault(flag, 'false'),
    S3_DIRECT_UPLOADS: withDefault(toggle, 'off'),
  })
  .refine((env) => !env.DATABASE_URL || env.PAYLOAD_SECRET, {
    path: ['PAYLOAD_SECRET'],
    message: 'must be set when DATABASE_URL is: every server of one database shares it',
  })
  .refine((env) => !env.DATABASE_REPLICA_URLS || env.DATABASE_URL, {
    path: ['DATABASE_URL'],
    message: 'must be set when DATABASE_REPLICA_URLS is: the database that those are copies of',
  })
  .refine((env) => !env.SMTP_URL || !env.MAIL_FROM.endsWith('.invalid'), {
    path: ['MAIL_FROM'],
    message: 'must be set when SMTP_URL is: the address that mails come from',
  })
  .refine((env) => !env.S3_ACCESS_KEY_ID === !env.S3_SECRET_ACCESS_KEY, {
    path: ['S3_SECRET_ACCESS_KEY'],
    message:
      'must be set together with S3_ACCESS_KEY_ID; without both the server uses its own role',
  })

export type TokenKey = NonNullable<Env['TOKEN_KEYS']>[number]

export type Env = z.output<typeof schema>

/** All env variables of the platform. A test compares `.env.example` with them. */
export const envNames = Object.keys(schema.shape)

/** The faults of the environment: one line for each variable, without its value. */
export class EnvError extends Error {
  constructor(issues: z.core.$ZodIssue[]) {
    super(issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'))
    this.name = 'EnvError'
  }
}

/**
 * Reads and checks the environment. It is read at each call, because the start adds the URL of the embedded
 * database and the generated secret.
 *
 * @throws {EnvError} with the name of each wrong variable
 */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const result = schema.safeParse(source, { error: describeProblem })
  if (!result.success) throw new EnvError(result.error.issues)
  return result.data
}

/** What decides on the form of all output. A wrong value counts as not set: its error is printed too. */
export const readLogFormat = (): Pick<Env, 'LOG_FORMAT' | 'NODE_ENV'> => {
  const { LOG_FORMAT, NODE_ENV } = schema.shape
  return {
    LOG_FORMAT: LOG_FORMAT.safeParse(process.env.LOG_FORMAT).data,
    NODE_ENV: NODE_ENV.safeParse(process.env.NODE_ENV).data ?? 'production',
  }
}

/** Where the files of pictures are: on a CDN, if there is one, and on the platform. Without a slash at the end. */
export function readMediaBase(): { cdn: string | undefined; platform: string } {
  const { MEDIA_BASE_URL, PUBLIC_URL } = schema.shape
  const origin = PUBLIC_URL.safeParse(process.env.PUBLIC_URL).data ?? ''
  return {
    cdn: MEDIA_BASE_URL.safeParse(process.env.MEDIA_BASE_URL).data,
    platform: `${origin.replace(/\/$/, '')}/api/media/file`,
  }
}

/** Disables the statement timeout of this process, unless the environment sets one. */
export function disableStatementTimeout(): void {
  process.env.DATABASE_STATEMENT_SECONDS ||= '0'
}

/** What programs need: where other programs, libraries, temporary files and time zones are. */
const namesForPrograms = [
  'PATH',
  'LD_LIBRARY_PATH',
  'LANG',
  'LC_ALL',
  'TZ',
  'TMPDIR',
  'TEMP',
  'SystemRoot',
]

/**
 * The environment for the embedded PostgreSQL and its supervisor, without the secrets of this process: the
 * user of PostgreSQL can read it.
 */
export const environmentForPrograms = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => namesForPrograms.includes(name)),
  ) as NodeJS.ProcessEnv
