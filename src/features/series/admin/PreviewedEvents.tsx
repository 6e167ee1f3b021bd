import { momentInZone } from '../../../panel/formatInZone.ts'
import type { Preview } from './usePreview.ts'

/** The events that are listed one by one. */
const shown = 5

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

const more = (count: number, isEndless: boolean) => {
  if (count > 0) return `and ${count} more${isEndless ? ', then further ones as time passes' : ''}`
  return isEndless ? 'and further ones as time passes' : ''
}

/** The rule in words, and the first of its events in the time zone of the event. */
export const PreviewedEvents = ({
  preview,
  zone,
}: {
  preview: Preview | undefined
  zone: string
}) => {
  const isWrong = preview !== undefined && 'problem' in preview
  const rest = preview && !isWrong ? more(preview.starts.length - shown, preview.isEndless) : ''
  return (
    <div
      className={`repetition__preview ${isWrong ? 'repetition__preview--wrong' : ''}`}
      role="status"
    >
      {preview === undefined && 'Looking for the days …'}
      {isWrong && preview.problem}
      {preview && !isWrong && (
        <>
          <strong>{capital(preview.text)}</strong>
          <ul>
            {preview.starts.slice(0, shown).map((start) => (
              <li key={start}>{momentInZone(start, zone)}</li>
            ))}
            {rest && <li>{rest}</li>}
          </ul>
        </>
      )}
    </div>
  )
}
