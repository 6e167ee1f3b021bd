const hidden = '[redacted]'

/** Names of fields that hold secrets: whole names, and parts of longer ones such as `resetPasswordToken`. */
const secretName =
  /^(?:salt|hash|jwt|refresh|access)$|password|passwd|secret|token|api[-_]{0,2}key|authorization|cookie|credential|signature/i

/** The same, where a name can also be that of a query parameter. */
const secretParameter = /^(?:key|code|sig)$/i

/**
 * Patterns of secrets in a line of JSON, with their replacements. Anybody can have sent the text, so each takes
 * a time that grows with the length of the line alone: no pattern can begin inside what it has just read, and
 * nothing is read in two ways (`regexp/no-super-linear-…` in eslint.config.mjs). Whether a name is that of a
 * secret is judged after the match.
 */
export const redactionRules: [RegExp, string | ((...match: string[]) => string)][] = [
  // The value of a field: a text or a list of texts. A list of other things is read on.
  [
    /"([\w-]+)":(?:"(?:[^"\\]|\\.)*"|\[[^\]"[{]*(?:"(?:[^"\\]|\\.)*"[^\]"[{]*)*\])/g,
    (all, name) => (secretName.test(name) ? `"${name}":"${hidden}"` : all),
  ],
  // The same in JSON within a text.
  [
    /\\"([\w-]+)\\": ?\\"[^"\\]*\\"/g,
    (all, name) => (secretName.test(name) ? `\\"${name}\\":\\"${hidden}\\"` : all),
  ],
  // The parameters of a failed statement: Drizzle adds them to the message and so to the stack.
  [/\\nparams: (?:[^"\\]|\\(?!n {4}at )[^])*/g, `\\nparams: ${hidden}`],
  // A field of a query string or a form.
  [
    /([?&;]([\w-]+)=)[^&\s"'\\#;]+/g,
    (all, start, name) =>
      secretName.test(name) || secretParameter.test(name) ? `${start}${hidden}` : all,
  ],
  // A signed token (JWT).
  [/(?<![\w-])eyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?/g, hidden],
  [/\b(Bearer|JWT|Basic|API-Key) +[\w~+/.=-]{16,}/gi, `$1 ${hidden}`],
  // The secret of a person's feed.
  [/(\/calendars\/)[\w%-]{16,}/gi, `$1${hidden}`],
  // The password of a URL.
  [/(:\/\/[^\s:/@"\\]*):[^\s/@"\\]+@/g, `$1:${hidden}@`],
  // Payload's tokens, hashes and salts: no other value is that long and hexadecimal.
  [/\b[0-9a-f]{40,}\b/gi, hidden],
]

/** Characters of a line that are redacted as they are, and of a text in a longer line. */
const max = { line: 32 * 1024, text: 4 * 1024 }

const cut = (_name: string, value: unknown): unknown =>
  typeof value === 'string' && value.length > max.text
    ? `${value.slice(0, max.text)}… (${value.length} characters)`
    : value

/** A long line with its texts cut: an error message can repeat megabytes that a client has sent. */
function shortened(json: string): string {
  if (json.length <= max.line) return json
  const short = JSON.stringify(JSON.parse(json, cut))
  return json.endsWith('\n') ? `${short}\n` : short
}

/** A line of JSON without secrets. It stays valid JSON. It costs a few microseconds. */
export const redact = (json: string): string =>
  redactionRules.reduce(
    (line, [pattern, instead]) => line.replace(pattern, instead as string),
    shortened(json),
  )

/** A text without secrets. */
export const redactText = (text: string): string =>
  JSON.parse(redact(JSON.stringify(text))) as string

/** A path without the secret of a feed, or the token that links in emails hold. */
export const redactPath = (path: string): string =>
  path.replace(
    /(\/(?:reset|verify|reset-password|unsubscribe|calendars)\/)[^/]{16,}/i,
    `$1${hidden}`,
  )
