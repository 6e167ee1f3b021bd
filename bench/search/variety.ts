/** Syllables of made-up words: 13,824 of three. */
const syllables =
  'ro bo ti ka men tor lin ga ser vo dri tra mo ku ra zin pel ax um ne fi sho wa bel'.split(' ')

const array = (values: readonly string[]) =>
  `(ARRAY[${values.map((value) => `'${value}'`).join(', ')}])`

const syllable = (seed: string) =>
  `${array(syllables)}[1 + abs(hashint4(${seed})) % ${syllables.length}]`

/** A word that depends on the event and on a number. */
const word = (seed: string) =>
  [1, 2, 3].map((part) => syllable(`${seed} * 31 + ${part}`)).join(' || ')

/**
 * What makes the events differ, so that filters, facets and words have something to find: texts of forty
 * words, programs, countries, tags, and places all over the earth. Some have titles in Japanese.
 */
export const variety = [
  `UPDATE events SET
     title = title || ' ' || ${word('id')} || CASE WHEN id % 50 = 0 THEN ' 全国ロボット競技大会' ELSE '' END,
     description = description || ' ' || (
       SELECT string_agg(${word('events.id * 41 + n')}, ' ') FROM generate_series(1, 40) n),
     program = (ARRAY['FRC', 'FTC', 'FLL', 'VRC', 'WRO', NULL])[1 + id % 6],
     country = (ARRAY['DE', 'US', 'CA', 'JP', 'BR', 'FR', 'GB', 'AU', 'TR', 'IN'])[1 + abs(hashint4(id)) % 10],
     coordinates_latitude = (abs(hashint4(id + 1)) % 130000) / 1000.0 - 60,
     coordinates_longitude = (abs(hashint4(id + 2)) % 360000) / 1000.0 - 180`,
  `INSERT INTO events_texts ("order", parent_id, path, text)
   SELECT 1, id, 'tags', (ARRAY['camp', 'workshop', 'indoor', 'kids'])[1 + id % 4] FROM events WHERE id % 2 = 0`,
]
