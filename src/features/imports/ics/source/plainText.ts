const entities: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
}

const characterOf = (all: string, name: string): string => {
  const code = /^#x/i.test(name) ? parseInt(name.slice(2), 16) : Number(name.slice(1))
  if (!name.startsWith('#')) return entities[name.toLowerCase()] ?? all
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ''
}

/** Whether a text is HTML: some programs write it into fields for plain text. */
export const isHtml = (text: string): boolean =>
  /<(?:br|p|div|span|b|i|u|ul|ol|li|a|html|body|strong|em)\b[^<>]*>/i.test(text)

/** The text of HTML, with a line break where a block ends. Links keep their address. */
export const textOfHtml = (html: string): string =>
  html
    .replace(/<(style|script|head)\b[^]*?<\/\1\s*>/gi, '')
    .replace(/\s+/g, ' ')
    .replace(
      /<a\b[^<>]*?href="([^"<>]*)"[^<>]*>([^<>]*)<\/a>/gi,
      (_all, href: string, text: string) =>
        href === text || text.trim() === '' ? href : `${text} (${href})`,
    )
    .replace(/<li\b[^<>]*>/gi, '\n- ')
    .replace(/<br\b[^<>]*>|<\/(?:p|div|h[1-6]|ul|ol|tr)>/gi, '\n')
    .replace(/<[^<>]*>/g, '')
    .replace(/&(#x?[0-9a-f]{1,6}|[a-z]{2,6});/gi, characterOf)
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
