import './chips.css'
import { useIsHydrated } from './useIsHydrated.ts'

interface Chip {
  name: string
  isOn: boolean
  choose: () => void
}

interface Props {
  chips: Chip[]
  /** While the list cannot take a choice. */
  isDisabled?: boolean
}

/** A row of buttons that filter a list. One of them is on. */
export const Chips = ({ chips, isDisabled = false }: Props) => {
  const isHydrated = useIsHydrated()
  return (
    <div className="chips" role="group" aria-label="Show">
      {chips.map(({ name, isOn, choose }) => (
        <button
          key={name}
          type="button"
          className="chips__chip"
          aria-pressed={isOn}
          disabled={isDisabled || !isHydrated}
          onClick={choose}
        >
          {name}
        </button>
      ))}
    </div>
  )
}
