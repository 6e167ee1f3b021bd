import './chips.css'

interface Chip {
  name: string
  isOn: boolean
  choose: () => void
}

/** A row of buttons that filter a list. One of them is on. */
export const Chips = ({ chips }: { chips: Chip[] }) => (
  <div className="chips" role="group" aria-label="Show">
    {chips.map(({ name, isOn, choose }) => (
      <button key={name} type="button" className="chips__chip" aria-pressed={isOn} onClick={choose}>
        {name}
      </button>
    ))}
  </div>
)
