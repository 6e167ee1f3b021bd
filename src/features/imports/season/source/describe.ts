import type { ListedEvent } from './listedEvent.ts'
import type { Program } from './programs.ts'

const words = (type: string) => type.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase()

/**
 * The location of an event, from the venue to the country, without unknown parts. Some countries
 * number their provinces ("44" is Guangdong): a number says nothing to a reader and is left out.
 */
export function locationOf({
  venue,
  city,
  stateprov,
  country,
}: Pick<ListedEvent, 'venue' | 'city' | 'stateprov' | 'country'>): string {
  const province = /^\d+$/.test(stateprov) ? '' : stateprov
  return [venue, city, province, country].filter(Boolean).join(', ')
}

/** A description from the fields that have no field of their own on the platform, one line each. */
export function descriptionOf(event: ListedEvent, program: Program): string {
  const district = event.districtCode && ` (district ${event.districtCode})`
  return [
    `${program.name}, ${words(event.type)}${district}.`,
    event.address && `Address: ${event.address}`,
    event.website && `Website: ${event.website}`,
    event.webcasts.length > 0 && `Webcast: ${event.webcasts.join(', ')}`,
  ]
    .filter(Boolean)
    .join('\n')
}

/** The tags of a new event: what kind of event it is, and its district. */
export const tagsOf = ({ districtCode, type }: Pick<ListedEvent, 'districtCode' | 'type'>) =>
  [words(type), districtCode].filter((tag) => tag !== '' && tag.length <= 50)
