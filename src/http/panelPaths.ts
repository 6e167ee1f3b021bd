import type { ServerResponse } from 'node:http'
import type { SanitizedConfig } from 'payload'

/** Whether a view of the panel is at a path, such as `/work`. */
function isCustomView({ admin }: SanitizedConfig, path: string): boolean {
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- a config without views has none, although the type says so
  return Object.values(admin.components?.views ?? {}).some((view) => {
    if (!('path' in view)) return false
    return path === view.path || (!view.exact && path.startsWith(`${view.path}/`))
  })
}

/**
 * Whether the panel has a page at a path below `/admin`. Documents are not looked up.
 *
 * @param rest the path without `/admin/`
 */
export function isPanelPath(config: SanitizedConfig, rest: string): boolean {
  const [first, second, third] = rest.split('/').filter(Boolean)
  if (first === undefined) return true
  const path = `/${[first, second, third].filter(Boolean).join('/')}`
  const { admin, collections, globals } = config
  const groups: Record<string, { slug: string }[]> = { collections, globals }
  if (Object.hasOwn(groups, first)) {
    return second === undefined || groups[first]!.some(({ slug }) => slug === second)
  }
  if (second === 'verify' && third !== undefined) return true
  if (third === undefined && `/${first}` === admin.routes.reset) return second !== undefined
  const isOwn = second === undefined && Object.values(admin.routes).includes(`/${first}`)
  return isOwn || isCustomView(config, path)
}

/**
 * Sends what Next renders with 404 instead of 200. Next begins its response before Payload's page finds
 * out that it does not exist, and cannot change the status any more.
 */
export function sendAsNotFound(res: ServerResponse): void {
  const writeHead = res.writeHead.bind(res) as (
    status: number,
    ...rest: unknown[]
  ) => ServerResponse
  res.writeHead = (status: number, ...rest: unknown[]) =>
    writeHead(status === 200 ? 404 : status, ...rest)
}
