/** Names of fields that hold secrets, also as a part of a longer name such as `resetPasswordToken`. */
const secretNames =
  '[\\w-]*(?:password|passwd|secret|token|api-?_?key|authorization|cookie|credential|signature)[\\w-]*|salt|hash|jwt|refresh|access'

const hidden = '[redacted]'

/** Patterns of secrets in a line of JSON, with their replacements. */
const rules: [RegExp, string][] = [
  // The value of a field: a text or a list of texts.
  [
    new RegExp(`("(?:${secretNames})":)(?:"(?:[^"\\\\]|\\\\.)*"|\\[[^\\]]*\\])`, 'gi'),
    `$1"${hidden}"`,
  ],
  // The same in JSON within a text.
  [
    new RegExp(`(\\\\"(?:${secretNames})\\\\": ?)\\\\"(?:[^"\\\\])*\\\\"`, 'gi'),
    `$1\\"${hidden}\\"`,
  ],
  // The parameters of a failed statement: Drizzle adds them to the message and so to the stack.
  [/\\nparams: (?:[^"\\]|\\(?!n {4}at )[^])*/g, `\\nparams: ${hidden}`],
  // A field of a query string or a form.
  [new RegExp(`([?&;](?:${secretNames}|key|code|sig)=)[^&\\s"'\\\\#;]+`, 'gi'), `$1${hidden}`],
  // A signed token (JWT).
  [/\beyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?/g, hidden],
  [/\b(Bearer|JWT|Basic|API-Key) +[\w~+/.=-]{16,}/gi, `$1 ${hidden}`],
  // The password of a URL.
  [/(\b[a-z][\w+.-]*:\/\/[^\s:/@"\\]*):[^\s/@"\\]+@/gi, `$1:${hidden}@`],
  // Payload's tokens, hashes and salts: no other value is that long and hexadecimal.
  [/\b[0-9a-f]{40,}\b/gi, hidden],
]

/** A line of JSON without secrets. It stays valid JSON. It costs a few microseconds. */
export const redact = (json: string): string =>
  rules.reduce((line, [pattern, instead]) => line.replace(pattern, instead), json)

/** A path without the token that links in emails hold. */
export const redactPath = (path: string): string =>
  path.replace(/(\/(?:reset|verify|reset-password|unsubscribe)\/)[^/]{16,}/, `$1${hidden}`)
