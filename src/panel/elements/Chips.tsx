import './chips.css'
import { useIsHydrated } from './useIsHydrated.ts'

interface Chip {
  name: string
  isOn: boolean
  choose: () => void
}

/** A row of buttons that filter a list. One of them is on. */
export const Chips = ({ chips }: { chips: Chip[] }) => {
  const isHydrated = useIsHydrated()
  return (
    <div className="chips" role="group" aria-label="Show">
      {chips.map(({ name, isOn, choose }) => (
        <button
          key={name}
          type="button"
          className="chips__chip"
          aria-pressed={isOn}
          disabled={!isHydrated}
          onClick={choose}
        >
          {name}
        </button>
      ))}
    </div>
  )
}
