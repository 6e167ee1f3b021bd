import { countryCodeOf } from '../../shared/countries.ts'
import type { City, CityIndex } from './cityIndex.ts'
import { foldPlace } from './foldPlace.ts'
import { regionCode } from './regions.ts'

/** Where an event is, in words. */
export interface PlaceText {
  location: string
  /** The code of the country, if it is known. */
  country?: string | null | undefined
}

/** Inhabitants of a city that is meant without its country: many villages have the names of things. */
const leastWithoutCountry = 15_000
/** And of one that is only a part of a name, such as `Technische Universität Ulm`. */
const leastInside = 10_000

/** Parts of a location that are looked at, and words of each. */
const maxParts = 12
const maxWords = 12

const isOnline = /^(?:online|virtual|remote|zoom|discord|internet|web)\b/i

/** The parts of a location, the last first: the city comes after the building. */
const partsOf = (location: string): string[] =>
  location
    .split(/[,;、，；\n/|]|\s[-–—]\s|[()（）]/)
    .map((part) => part.trim())
    .filter(Boolean)
    .slice(-maxParts)
    .reverse()

/** A part without its postal code: `89073 Ulm`, `Houston 77002`. */
const withoutPostcode = (part: string): string =>
  part
    .split(' ')
    .filter((word) => !/\d/.test(word))
    .join(' ')

const largest = (cities: City[]): City | undefined =>
  cities.toSorted((one, other) => other.population - one.population)[0]

interface Country {
  code: string | undefined
  /** The parts that are left to look for a city. */
  parts: string[]
}

/** The country that the event has, or that the end of its location names. */
function countryIn({ country, location }: PlaceText): Country {
  const parts = partsOf(location)
  const last = parts.length > 1 ? countryCodeOf(parts[0]!) : undefined
  // Two capitals at the end may be a state: `Houston, CA` is not in Canada.
  const isCode = parts[0] !== undefined && /^[A-Z]{2}$/.test(parts[0])
  if (country) {
    const isNamed = last === country && !regionCode(country, parts[0]!)
    return { code: country, parts: isNamed ? parts.slice(1) : parts }
  }
  if (last !== undefined && !isCode) return { code: last, parts: parts.slice(1) }
  const isState = parts[0] !== undefined && parts.length > 1 && regionCode('US', parts[0])
  return { code: isState ? 'US' : undefined, parts }
}

/** All runs of words of a part, the longest first, and of equal ones the last first. */
function* runsOf(part: string): Generator<string> {
  const words = foldPlace(part).split(' ').slice(-maxWords)
  for (let length = Math.min(4, words.length - 1); length > 0; length -= 1) {
    for (let start = words.length - length; start >= 0; start -= 1)
      yield words.slice(start, start + length).join(' ')
  }
}

/** Looks up places in a list of cities. */
class Search {
  constructor(
    private readonly cities: CityIndex,
    private readonly country: string | undefined,
    private readonly region: string | undefined,
  ) {}

  /** The city that a name means: in the country and the region, and of several the largest. */
  named(name: string, least: number): City | undefined {
    const all = this.cities.find(name)
    const inCountry = this.country ? all.filter(({ country }) => country === this.country) : all
    const inRegion = inCountry.filter(({ region }) => region === this.region)
    const found = largest(inRegion.length > 0 ? inRegion : inCountry)
    return found && found.population >= least ? found : undefined
  }

  whole(part: string): City | undefined {
    const least = this.country ? 0 : leastWithoutCountry
    return this.named(foldPlace(part), least) ?? this.named(foldPlace(withoutPostcode(part)), least)
  }

  inside(part: string): City | undefined {
    if (!this.country) return undefined
    for (const run of runsOf(part)) {
      const found = run.length > 2 ? this.named(run, leastInside) : undefined
      if (found) return found
    }
    return undefined
  }
}

const first = <Result>(parts: string[], find: (part: string) => Result | undefined) => {
  for (const part of parts) {
    const found = find(part)
    if (found) return found
  }
  return undefined
}

/**
 * The city in which a place is. Of several with the name it is the one of the country, then of the region, then the
 * largest.
 *
 * @returns undefined when no city is named
 */
export function findPlace(cities: CityIndex, place: PlaceText): City | undefined {
  if (isOnline.test(place.location.trim())) return undefined
  const { code, parts } = countryIn(place)
  const region = code === undefined ? undefined : first(parts, (part) => regionCode(code, part))
  const search = new Search(cities, code, region)
  // Only the last one is the region: `New York, NY` is a city.
  const named = parts.findIndex((part) => code !== undefined && regionCode(code, part))
  const names = parts.filter((_, index) => index !== named || parts.length === 1)
  return first(names, (part) => search.whole(part)) ?? first(names, (part) => search.inside(part))
}
