import { useId } from 'react'

import { type Weekday, weekdays } from '../recurrenceRule.ts'
import type { RuleChoice } from '../ruleChoice.ts'
import './repetition.css'

const units: Record<RuleChoice['freq'], [one: string, many: string]> = {
  DAILY: ['day', 'days'],
  WEEKLY: ['week', 'weeks'],
  MONTHLY: ['month', 'months'],
  YEARLY: ['year', 'years'],
}

const dayNames: Record<Weekday, string> = {
  MO: 'Mon',
  TU: 'Tue',
  WE: 'Wed',
  TH: 'Thu',
  FR: 'Fri',
  SA: 'Sat',
  SU: 'Sun',
}

const monthlyNames: Record<RuleChoice['monthly'], string> = {
  day: 'on the same day of the month',
  weekday: 'on the same weekday, such as the second Saturday',
  lastWeekday: 'on its last such weekday, such as the last Friday',
}

const whole = (text: string, max: number) =>
  Math.min(max, Math.max(1, Math.floor(Number(text)) || 1))

interface Props {
  choice: RuleChoice
  change: (changed: Partial<RuleChoice>) => void
}

const Every = ({ choice, change }: Props) => (
  <div className="repetition__line">
    <label htmlFor="repetition-interval">Every</label>
    <input
      id="repetition-interval"
      type="number"
      min={1}
      max={99}
      value={choice.interval}
      onChange={({ target }) => change({ interval: whole(target.value, 99) })}
    />
    <select
      aria-label="Unit"
      value={choice.freq}
      onChange={({ target }) => change({ freq: target.value as RuleChoice['freq'] })}
    >
      {Object.entries(units).map(([freq, [one, many]]) => (
        <option key={freq} value={freq}>
          {choice.interval === 1 ? one : many}
        </option>
      ))}
    </select>
  </div>
)

const Weekdays = ({ choice, change }: Props) => {
  const toggled = (day: Weekday) =>
    choice.days.includes(day) ? choice.days.filter((each) => each !== day) : [...choice.days, day]
  return (
    <div className="repetition__line" role="group" aria-label="On">
      {weekdays.map((day) => (
        <button
          key={day}
          type="button"
          className="repetition__day"
          aria-pressed={choice.days.includes(day)}
          onClick={() => change({ days: toggled(day) })}
        >
          {dayNames[day]}
        </button>
      ))}
    </div>
  )
}

const Monthly = ({ choice, change }: Props) => (
  <select
    aria-label="On which day"
    value={choice.monthly}
    onChange={({ target }) => change({ monthly: target.value as RuleChoice['monthly'] })}
  >
    {Object.entries(monthlyNames).map(([value, name]) => (
      <option key={value} value={value}>
        {name}
      </option>
    ))}
  </select>
)

const Ends = ({ choice, change }: Props) => {
  const id = useId()
  return (
    <div className="repetition__line">
      <label htmlFor={id}>Ends</label>
      <select
        id={id}
        value={choice.ends}
        onChange={({ target }) => change({ ends: target.value as RuleChoice['ends'] })}
      >
        <option value="after">after</option>
        <option value="on">on</option>
        <option value="never">never</option>
      </select>
      {choice.ends === 'after' && (
        <>
          <input
            aria-label="Number of events"
            type="number"
            min={1}
            max={400}
            value={choice.count}
            onChange={({ target }) => change({ count: whole(target.value, 400) })}
          />
          events
        </>
      )}
      {choice.ends === 'on' && (
        <input
          aria-label="Last day"
          type="date"
          value={choice.until}
          onChange={({ target }) => change({ until: target.value })}
        />
      )}
    </div>
  )
}

/** How an event repeats, in words that are chosen. */
export const RepetitionForm = (props: Props) => (
  <>
    <Every {...props} />
    {props.choice.freq === 'WEEKLY' && <Weekdays {...props} />}
    {props.choice.freq === 'MONTHLY' && <Monthly {...props} />}
    <Ends {...props} />
  </>
)
