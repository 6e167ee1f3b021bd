import express, { type Request, type RequestHandler, type Response } from 'express'
import { parse } from 'node:querystring'
import { parseCookies } from 'payload'

import { unreadableUrl } from '../../shared/errors/Refusal.ts'
import type { Exchange } from '../exchange.ts'
import { searchOf } from '../queryParameters.ts'
import type { CachedPageRequest, PageRequest } from './page.ts'
import { variantOf } from './variant.ts'

type Values = Record<string, unknown>

/** The value of a name; '' when it is missing or given twice. */
const oneOf = (values: Values) => (name: string) => {
  const value = Object.hasOwn(values, name) ? values[name] : undefined
  return typeof value === 'string' ? value : ''
}

/**
 * The request for a page that may be stored.
 *
 * @param publicUrl where clients reach this server, when that is configured
 * @throws {Refusal} 400 for a path that cannot be decoded, and for a `Host` that is none
 */
export function cachedPageRequestOf(
  { context, isDecodable, params, req }: Exchange,
  publicUrl: string | undefined,
): CachedPageRequest {
  const url = req.url!
  const origin = publicUrl ?? `${context.protocol}://${req.headers.host ?? ''}`
  if (!isDecodable || !URL.canParse(origin)) throw unreadableUrl()
  const query = oneOf({ ...parse(searchOf(url)) })
  return { ...variantOf(req.headers, url), origin, url, params, query }
}

/** Reads the form of a page. @throws an error with a status for a form that is too large or unreadable */
function readForm({ req, res }: Exchange, maxBytes: number): Promise<Values> {
  const parseForm: RequestHandler = express.urlencoded({ extended: false, limit: maxBytes })
  return new Promise((resolve, reject) => {
    // The parser needs nothing that Express adds to a request.
    void parseForm(req as Request, res as Response, (error?: unknown) => {
      if (error instanceof Error) reject(error)
      else resolve({ ...((req as Request).body as Values | undefined) })
    })
  })
}

/**
 * The request for a page, with its form.
 *
 * @param maxFormBytes undefined for a request without a form
 * @throws {Refusal} as `cachedPageRequestOf`
 */
export async function pageRequestOf(
  exchange: Exchange,
  publicUrl: string | undefined,
  maxFormBytes?: number,
): Promise<PageRequest> {
  const request = cachedPageRequestOf(exchange, publicUrl)
  const form = maxFormBytes === undefined ? {} : await readForm(exchange, maxFormBytes)
  const { cookie } = exchange.req.headers
  return {
    ...request,
    field: oneOf(form),
    cookie: (name) => parseCookies(new Headers(cookie === undefined ? {} : { cookie })).get(name),
  }
}
