import type { CSSProperties } from 'react'

import { inkColour } from './style.ts'

const box = (width: number, height: number, more: CSSProperties): CSSProperties => ({
  display: 'inline-block',
  width,
  height,
  fontSize: 0,
  lineHeight: 0,
  ...more,
})

const Eye = () => (
  <span
    className="fill-ink"
    style={box(4, 4, { margin: '0 2px', borderRadius: 2, backgroundColor: inkColour })}
  />
)

const line = `2px solid ${inkColour}`

/**
 * The platform's logo, drawn with borders: mail programs do not show SVG, and show pictures only after
 * the reader allows them. Without rounded corners it is still the face of a robot.
 */
export const Logo = () => (
  <table
    role="presentation"
    aria-hidden="true"
    cellPadding={0}
    cellSpacing={0}
    style={{ width: 26, lineHeight: 0, fontSize: 0, textAlign: 'center' }}
  >
    <tbody>
      <tr>
        <td style={{ fontSize: 0, lineHeight: 0 }}>
          <span
            className="fill-ink"
            style={box(4, 4, { borderRadius: 2, backgroundColor: inkColour })}
          />
        </td>
      </tr>
      <tr>
        <td
          className="mark"
          style={{ height: 15, border: line, borderRadius: 6, fontSize: 0, lineHeight: 0 }}
        >
          <Eye />
          <Eye />
          <br />
          <span
            className="mark"
            style={box(8, 2, { marginTop: 1, borderBottom: line, borderRadius: '0 0 4px 4px' })}
          />
        </td>
      </tr>
    </tbody>
  </table>
)
