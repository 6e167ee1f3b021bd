import './fillBar.css'

export interface Fill {
  taken: number
  capacity: number
  /** Parties on the waitlist. */
  waiting: number
}

/** An event counts as nearly full from this share of taken seats. */
const nearlyFull = 0.85

const levelOf = ({ taken, capacity }: Fill) => {
  if (taken >= capacity) return 'full'
  return taken >= capacity * nearlyFull ? 'nearly-full' : 'open'
}

/** How full an event is: "23 / 40 · 5 waiting" above a bar. */
export const FillBar = ({ fill }: { fill: Fill }) => {
  const { taken, capacity, waiting } = fill
  const share = capacity > 0 ? Math.min(taken / capacity, 1) : 0
  return (
    <div className={`fill-bar fill-bar--${levelOf(fill)}`}>
      <span className="fill-bar__text">
        {taken} / {capacity}
        {waiting > 0 && <span className="fill-bar__waiting"> · {waiting} waiting</span>}
      </span>
      <div
        className="fill-bar__track"
        role="meter"
        aria-label="Seats taken"
        aria-valuemin={0}
        aria-valuemax={capacity}
        aria-valuenow={taken}
      >
        <div className="fill-bar__level" style={{ inlineSize: `${share * 100}%` }} />
      </div>
    </div>
  )
}
