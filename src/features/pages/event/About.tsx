import { When } from '../list/When.tsx'
import { eventPath } from '../paths.ts'
import type { EventProps } from './eventProps.ts'
import { RichText } from './RichText.tsx'

/** The rich text of the event, or its description without one. */
export const About = ({ event: { body, description }, site }: EventProps) => (
  <section aria-labelledby="about" className="text">
    <h2 id="about">{site.translate('event.about')}</h2>
    {body ? (
      <div dir="auto">
        <RichText nodes={body.nodes} references={body} />
      </div>
    ) : (
      <p className="typed" dir="auto">
        {description}
      </p>
    )}
  </section>
)

/** The other dates of the series. */
export const Dates = ({ event: { dates, series }, site }: EventProps) => {
  if (dates.length === 0) return null
  return (
    <section aria-labelledby="dates">
      <h2 id="dates">{site.translate('event.otherDates')}</h2>
      <ul>
        {dates.map((date) => (
          <li key={date.id}>
            <a href={site.link(eventPath(date))}>
              <When event={date} site={site} />
            </a>
          </li>
        ))}
      </ul>
      <p>
        <a href={site.link('/events', { series: String(series) })}>
          {site.translate('event.allDates')}
        </a>
      </p>
    </section>
  )
}
