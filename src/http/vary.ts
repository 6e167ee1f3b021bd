import type { ServerResponse } from 'node:http'

/** Adds names to `Vary`. Those that are there already stay: CORS may have set one. */
export function varyWith(res: ServerResponse, names: string): string {
  const before = res.getHeader('Vary')
  return before === undefined ? names : `${String(before)}, ${names}`
}
