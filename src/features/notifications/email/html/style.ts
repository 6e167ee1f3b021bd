import type { CSSProperties } from 'react'

import type { Tone } from '../content/content.ts'

/**
 * The panel's colours and fonts. They are inline styles, because some mail programs remove the style
 * sheet. The sheet only adds the dark colours, by class: without it the light email is complete.
 */
const light = {
  page: '#f4f4f4',
  card: '#ffffff',
  line: '#dddddd',
  ink: '#2f2f2f',
  quiet: '#636363',
}
const dark = { page: '#141414', card: '#222222', line: '#3c3c3c', ink: '#ebebeb', quiet: '#b0b0b0' }

const tones: Record<Tone, { light: [string, string]; dark: [string, string] }> = {
  good: { light: ['#dff0f8', '#0d5478'], dark: ['#12394d', '#a5daf2'] },
  waiting: { light: ['#fbeedd', '#7a4510'], dark: ['#4a2f12', '#f3cfa3'] },
  bad: { light: ['#fbe4e2', '#8f1f17'], dark: ['#4f1d19', '#f6b9b3'] },
  plain: { light: ['#ebebeb', '#3c3c3c'], dark: ['#3c3c3c', '#dddddd'] },
}

const bar = { light: '#1a86bf', dark: '#3ea3d8' }

export const sheet = [
  ':root{color-scheme:light dark;supported-color-schemes:light dark}',
  '@media (max-width:480px){.card>tbody>tr>td{padding:24px 20px 16px !important}}',
  '@media (prefers-color-scheme:dark){',
  `.page,.page>table>tbody>tr>td{background-color:${dark.page} !important}`,
  `.card{background-color:${dark.card} !important;border-color:${dark.line} !important}`,
  `.ink{color:${dark.ink} !important}.quiet{color:${dark.quiet} !important}`,
  `.line{border-color:${dark.line} !important}`,
  `.mark{border-color:${dark.ink} !important}.fill-ink{background-color:${dark.ink} !important}`,
  `.button{background-color:${dark.ink} !important;color:${dark.page} !important}`,
  `.track{background-color:${dark.line} !important}.level{background-color:${bar.dark} !important}`,
  ...Object.entries(tones).map(
    ([
      tone,
      {
        dark: [ground, ink],
      },
    ]) => `.${tone}{background-color:${ground} !important;color:${ink} !important}`,
  ),
  '}',
].join('')

const fonts =
  "system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif"
const codeFonts = "ui-monospace,SFMono-Regular,Menlo,Consolas,'Liberation Mono',monospace"

/** Breaks long words, so that they do not make the email wider than the screen. */
const breaking: CSSProperties = { overflowWrap: 'anywhere', wordBreak: 'break-word' }

const paragraph: CSSProperties = {
  ...breaking,
  margin: '0 0 16px',
  fontSize: 16,
  lineHeight: '24px',
  color: light.ink,
}

const levelShape: CSSProperties = { height: 5, fontSize: 0, lineHeight: 0, borderRadius: 3 }

export const style = {
  page: {
    margin: 0,
    padding: '24px 12px',
    backgroundColor: light.page,
    color: light.ink,
    fontFamily: fonts,
  },
  container: { maxWidth: 560 },
  brand: {
    margin: '0 0 12px',
    fontSize: 16,
    fontWeight: 600,
    lineHeight: '28px',
    color: light.ink,
  },
  card: {
    backgroundColor: light.card,
    border: `1px solid ${light.line}`,
    borderRadius: 6,
    borderCollapse: 'separate',
    tableLayout: 'fixed',
  },
  cardInside: { padding: '28px 32px 20px' },
  title: {
    ...breaking,
    margin: '0 0 20px',
    fontSize: 24,
    fontWeight: 600,
    lineHeight: '32px',
    color: light.ink,
  },
  heading: { ...paragraph, margin: '28px 0 12px', fontSize: 17, fontWeight: 600 },
  paragraph,
  note: { ...paragraph, margin: '0 0 8px', fontSize: 14, lineHeight: '21px', color: light.quiet },
  label: { margin: 0, fontSize: 13, lineHeight: '20px', color: light.quiet },
  value: { ...paragraph, margin: 0 },
  more: { ...paragraph, margin: 0, fontSize: 14, lineHeight: '21px', color: light.quiet },
  code: { ...paragraph, margin: 0, fontFamily: codeFonts, fontSize: 15, fontWeight: 600 },
  fact: { padding: '10px 0', borderTop: `1px solid ${light.line}` },
  facts: { margin: '4px 0 20px', borderBottom: `1px solid ${light.line}`, tableLayout: 'fixed' },
  change: { margin: '0 0 16px', paddingLeft: 14, borderLeft: `3px solid ${light.line}` },
  quote: { margin: '0 0 20px', paddingLeft: 14, borderLeft: `3px solid ${light.line}` },
  button: {
    padding: '12px 20px',
    margin: '4px 0 20px',
    borderRadius: 4,
    backgroundColor: light.ink,
    color: '#ffffff',
    fontSize: 16,
    fontWeight: 600,
    textAlign: 'center',
  },
  track: { height: 5, margin: '6px 0 8px', borderRadius: 3, backgroundColor: light.line },
  level: { ...levelShape, backgroundColor: bar.light },
  full: { ...levelShape, backgroundColor: light.ink },
  footer: {
    ...breaking,
    margin: '16px 4px 0',
    fontSize: 13,
    lineHeight: '20px',
    color: light.quiet,
  },
  link: { color: light.ink, textDecoration: 'underline' },
  footerLink: { color: light.quiet, textDecoration: 'underline' },
} satisfies Record<string, CSSProperties>

/** The style of a status label. */
export const pill = (tone: Tone): CSSProperties => ({
  display: 'inline-block',
  margin: '0 0 12px',
  padding: '2px 10px',
  borderRadius: 4,
  fontSize: 13,
  fontWeight: 600,
  lineHeight: '20px',
  backgroundColor: tones[tone].light[0],
  color: tones[tone].light[1],
})

export const inkColour = light.ink
