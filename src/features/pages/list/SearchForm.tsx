import type { ReactNode } from 'react'

import type { Query, Site } from '../site.ts'
import { defaultKilometres } from './findList.ts'

interface FormProps {
  /** Where the form is sent. */
  action: string
  filters: Query
  /** The names of the filters that cannot be read. */
  wrong: string[]
  site: Site
}

type Checked = 'start_date' | 'end_date' | 'near' | 'within'

interface FieldProps extends FormProps {
  name: Checked
  label: string
  type: string
  hint?: string
  placeholder?: string
  children?: ReactNode
}

const Field = ({
  children,
  filters,
  hint,
  label,
  name,
  placeholder,
  site,
  type,
  wrong,
}: FieldProps) => {
  const isWrong = wrong.includes(name)
  const about = [isWrong && `${name}-error`, hint && `${name}-hint`].filter(Boolean).join(' ')
  // A browser empties a field whose value it cannot show.
  const shown = isWrong && type === 'date' ? 'text' : type
  return (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      <input
        id={name}
        name={name}
        type={shown}
        defaultValue={filters[name]}
        placeholder={placeholder}
        aria-invalid={isWrong || undefined}
        aria-describedby={about || undefined}
      />
      {hint && (
        <p id={`${name}-hint`} className="field-hint">
          {hint}
        </p>
      )}
      {children}
      {isWrong && (
        <p id={`${name}-error`} className="field-error">
          {site.translate(`wrong.${name}`)}
        </p>
      )}
    </div>
  )
}

/** Filters that are chosen by links, and stay when somebody searches. */
const hidden = ['country', 'day', 'month', 'program', 'tag', 'series'] as const

const Hidden = ({ filters, site }: FormProps) => (
  <>
    {site.isLanguageChosen && <input type="hidden" name="lang" value={site.language} />}
    {hidden.map(
      (name) =>
        filters[name] && <input key={name} type="hidden" name={name} value={filters[name]} />,
    )}
  </>
)

/** Without a choice: those of the future, or those of the dates. */
const times = ['past', 'all'] as const

const TimeField = ({ filters, site: { translate } }: FormProps) => (
  <div className="field">
    <label htmlFor="time">{translate('events.time')}</label>
    <select id="time" name="time" defaultValue={filters.time ?? ''}>
      <option value="">{translate('events.time.upcoming')}</option>
      {times.map((time) => (
        <option key={time} value={time}>
          {translate(`events.time.${time}`)}
        </option>
      ))}
    </select>
  </div>
)

const MoreFields = (props: FormProps) => {
  const { translate } = props.site
  return (
    <div className="more-fields">
      <Field {...props} name="start_date" type="date" label={translate('events.from')} />
      <Field {...props} name="end_date" type="date" label={translate('events.until')} />
      <TimeField {...props} />
      <Field
        {...props}
        name="near"
        type="text"
        label={translate('events.near')}
        hint={translate('events.nearHint')}
      >
        <button type="button" className="second" data-here hidden>
          {translate('events.here')}
        </button>
      </Field>
      <Field
        {...props}
        name="within"
        type="number"
        label={translate('events.within')}
        placeholder={String(defaultKilometres)}
      />
      <label className="check">
        <input
          type="checkbox"
          name="has_seats"
          value="true"
          defaultChecked={['true', '1'].includes(props.filters.has_seats ?? '')}
        />
        {translate('events.hasSeats')}
      </label>
    </div>
  )
}

const inMore = ['start_date', 'end_date', 'time', 'near', 'within', 'has_seats']

/** The search with its filters, as a form that is sent by GET: its result is a page with an address. */
export const SearchForm = (props: FormProps) => {
  const { action, filters, site, wrong } = props
  const { translate } = site
  return (
    <form className="search" action={action} method="get" role="search">
      <label htmlFor="q" className="hidden-text">
        {translate('events.searchLabel')}
      </label>
      <div className="search-line">
        <input
          id="q"
          name="q"
          type="search"
          defaultValue={filters.q}
          maxLength={500}
          placeholder={translate('events.searchLabel')}
        />
        <button>{translate('events.search')}</button>
      </div>
      <details open={wrong.length > 0 || inMore.some((name) => filters[name] !== undefined)}>
        <summary>{translate('events.moreFilters')}</summary>
        <MoreFields {...props} />
      </details>
      <Hidden {...props} />
    </form>
  )
}
