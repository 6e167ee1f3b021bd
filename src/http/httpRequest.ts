import Negotiator from 'negotiator'

import type { Exchange } from './exchange.ts'
import type { HttpRequest } from './route.ts'

/** What the handlers of routes see of a request. */
export function httpRequestOf({ req, context }: Exchange, publicUrl?: string): HttpRequest {
  const { headers } = req
  return {
    headers,
    url: req.url!,
    origin: publicUrl ?? `${context.protocol}://${headers.host}`,
    clientAddress: context.address,
    isDisconnected: () => !req.socket.writable,
    acceptedLanguage: (languages) => {
      const accepted = new Negotiator({ headers }).language([...languages])
      return languages.find((language) => language === accepted)
    },
  }
}
