const day = 86_400_000

/** A search, and what `ILIKE` would look for instead. */
export interface SearchOperation {
  name: string
  route: string
  /** The pattern for the same with `ILIKE`, where there is one. */
  ilike?: string
}

const at = (days: number) => new Date(Date.now() + days * day).toISOString()

/** What is measured. One event in three has `drivetrain`, twenty have `quasar`, one in fifty is Japanese. */
export const operations: SearchOperation[] = [
  { name: 'a rare word', route: 'search/?q=quasar', ilike: 'quasar' },
  { name: 'a common word', route: 'search/?q=drivetrain', ilike: 'drivetrain' },
  { name: 'a common word, in the list', route: 'events/?search=drivetrain', ilike: 'drivetrain' },
  { name: 'two words', route: 'search/?q=bolt+oslo' },
  { name: 'the beginning of a word', route: 'search/?q=quas', ilike: 'quas' },
  { name: 'a mistyped word', route: 'search/?q=belt+bowll' },
  { name: 'a word that nobody has', route: 'search/?q=xylophone', ilike: 'xylophone' },
  { name: 'a Japanese word', route: 'search/?q=%E7%AB%B6%E6%8A%80', ilike: '競技' },
  {
    name: 'a common word, upcoming, in a country',
    route: 'search/?q=drivetrain&upcoming=true&country=DE',
  },
  {
    name: 'a common word with free seats',
    route: 'search/?q=drivetrain&has_seats=true&country=DE&program=FRC',
  },
  {
    name: 'a common word near a place',
    route: 'search/?q=drivetrain&near=48.4,10&within=200&ordering=distance',
  },
  { name: 'near a place', route: 'events/?near=48.4,10&within=100&ordering=distance' },
  {
    name: 'near a place, upcoming, with free seats',
    route: 'events/?near=48.4,10&within=100&upcoming=true&has_seats=true',
  },
  { name: 'a program and a country', route: 'events/?program=FRC&country=JP' },
  { name: 'a tag, upcoming', route: 'events/?tag=camp&upcoming=true' },
  { name: 'facets of all events', route: 'search/' },
  { name: 'facets of a month', route: `search/?start_date=${at(10)}&end_date=${at(40)}` },
]
