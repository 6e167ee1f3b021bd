import { useId } from 'react'

import './choices.css'

interface Props {
  choices: { value: string; label: string }[]
  chosen: string
  choose: (value: string) => void
  intro: string
}

/** A question with several answers, of which one is chosen, in a dialog. */
export const Choices = ({ choices, chosen, choose, intro }: Props) => {
  const name = useId()
  return (
    <div className="choices">
      {intro && <span>{intro}</span>}
      {choices.map(({ label, value }) => (
        <label key={value} className="choices__choice">
          <input
            type="radio"
            name={name}
            value={value}
            checked={value === chosen}
            onChange={() => choose(value)}
          />
          {label}
        </label>
      ))}
    </div>
  )
}
