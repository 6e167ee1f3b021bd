/** Names of fields that hold secrets, inside of a longer name too, such as `resetPasswordToken`. */
const secretNames =
  '[\\w-]*(?:password|passwd|secret|token|api-?_?key|authorization|cookie|credential|signature)[\\w-]*|salt|hash|jwt|refresh|access'

const hidden = '[redacted]'

/** What looks like a secret in a line of JSON, and what stands there instead. */
const rules: [RegExp, string][] = [
  // A field's value: text, or a list of it.
  [
    new RegExp(`("(?:${secretNames})":)(?:"(?:[^"\\\\]|\\\\.)*"|\\[[^\\]]*\\])`, 'gi'),
    `$1"${hidden}"`,
  ],
  // The same in JSON that is a text within the line.
  [
    new RegExp(`(\\\\"(?:${secretNames})\\\\": ?)\\\\"(?:[^"\\\\])*\\\\"`, 'gi'),
    `$1\\"${hidden}\\"`,
  ],
  // Values of a statement that failed: Drizzle puts them into its message, and so into the stack.
  [/\\nparams: (?:[^"\\]|\\(?!n {4}at )[^])*/g, `\\nparams: ${hidden}`],
  // A query's or a form's field.
  [new RegExp(`([?&;](?:${secretNames}|key|code|sig)=)[^&\\s"'\\\\#;]+`, 'gi'), `$1${hidden}`],
  // A signed token, whatever it is for.
  [/\beyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?/g, hidden],
  [/\b(Bearer|JWT|Basic|API-Key) +[\w~+/.=-]{16,}/gi, `$1 ${hidden}`],
  // The password of a URL.
  [/(\b[a-z][\w+.-]*:\/\/[^\s:/@"\\]*):[^\s/@"\\]+@/gi, `$1:${hidden}@`],
  // Payload's own tokens, hashes and salts: nothing else here is that long and hexadecimal.
  [/\b[0-9a-f]{40,}\b/gi, hidden],
]

/**
 * A line of JSON without the secrets that it may hold: it is JSON still. For what is written now and
 * then, as it costs some microseconds a line.
 */
export const redact = (json: string): string =>
  rules.reduce((line, [pattern, instead]) => line.replace(pattern, instead), json)

/** A path that may be written down: those of links in emails hold their token. */
export const redactPath = (path: string): string =>
  path.replace(/(\/(?:reset|verify|reset-password|unsubscribe)\/)[^/]{16,}/, `$1${hidden}`)
