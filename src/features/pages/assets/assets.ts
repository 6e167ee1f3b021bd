import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'

import type { StaticFile } from '../../../http/staticFile.ts'
import icon from './icon.svg'
import attendeeStyles from './attendee.css'
import siteStyles from './site.css'

const versionOf = (content: string) =>
  createHash('sha256').update(content).digest('base64url').slice(0, 12)

/** A file whose name changes with its content, so that browsers keep it for ever. */
function assetOf(name: string, extension: string, type: string, content: string): StaticFile {
  const read = () => Promise.resolve(Buffer.from(content))
  const file = `/assets/${name}-${versionOf(content)}.${extension}`
  return { path: file, type, isImmutable: true, read }
}

/** A script of the browser as JavaScript; the other programs are compiled next to it. */
const compiled = (name: string) =>
  readFileSync(path.resolve(`.build/${name}.mjs`), 'utf8')
    // The map is not served.
    .replace(/\n\/\/# sourceMappingURL=.*\n?$/, '\n')

/** The picture of the tab. Browsers and search engines know it by this name. */
const favicon: StaticFile = {
  path: '/favicon.svg',
  type: 'image/svg+xml',
  read: () => Promise.resolve(Buffer.from(icon)),
}

const scriptType = 'text/javascript; charset=utf-8'

/** The script of other sites. They have its address in their pages, so it must not change. */
const embedScript: StaticFile = {
  path: '/embed.js',
  type: scriptType,
  read: () => Promise.resolve(Buffer.from(compiled('embedScript'))),
}

/** The files that pages load. */
export const siteAssets = () => ({
  favicon,
  embedScript,
  stylesheet: assetOf('site', 'css', 'text/css; charset=utf-8', siteStyles + attendeeStyles),
  script: assetOf('site', 'js', scriptType, compiled('siteScript')),
  embeddedScript: assetOf('embedded', 'js', scriptType, compiled('embeddedScript')),
})
