import { beforeAll, describe, expect, it } from '@jest/globals'

import type { CityIndex } from '../../src/features/gazetteer/cityIndex.ts'
import { findPlace } from '../../src/features/gazetteer/findPlace.ts'
import { loadCities } from '../../src/features/gazetteer/loadCities.ts'

let cities: CityIndex

beforeAll(async () => {
  cities = await loadCities()
})

const near = (latitude: number, longitude: number) => ({ latitude, longitude })

/** The coordinates of a location to a tenth of a degree. */
const find = (location: string, country?: string) => {
  const city = findPlace(cities, { location, country })
  return city && near(Math.round(city.latitude * 10) / 10, Math.round(city.longitude * 10) / 10)
}

const cologne = near(50.9, 7)
const ulm = near(48.4, 10)

describe('a place', () => {
  it.each([
    ['Köln', 'DE', cologne],
    ['Koeln', 'DE', cologne],
    ['KOLN', 'DE', cologne],
    ['Cologne', 'DE', cologne],
    ['Halle 1, 50667 Köln, Germany', undefined, cologne],
    ['Sports Hall, Ulm, BW, Germany', undefined, ulm],
    ['89073 Ulm', 'DE', ulm],
    ['Technische Universität Ulm', 'DE', ulm],
    ['Muenchen', 'DE', near(48.1, 11.6)],
    ['Zurich', 'CH', near(47.4, 8.6)],
    ['Sao Paulo', 'BR', near(-23.5, -46.6)],
    ['St. Louis, MO, USA', undefined, near(38.6, -90.2)],
    ['Saint Louis', 'US', near(38.6, -90.2)],
    ['George R. Brown Convention Center, Houston, TX, USA', undefined, near(29.8, -95.4)],
    ['Springfield, IL, USA', undefined, near(39.8, -89.6)],
    ['Springfield, Massachusetts, USA', undefined, near(42.1, -72.6)],
    ['London, ON, Canada', undefined, near(43, -81.2)],
    ['London', undefined, near(51.5, -0.1)],
    ['London', 'CA', near(43, -81.2)],
    ['Victoria, BC, Canada', undefined, near(48.4, -123.4)],
    ['Perth, WA, Australia', undefined, near(-32, 115.9)],
    ['New York', 'US', near(40.7, -74)],
    ['Brooklyn Tech, New York, NY, USA', undefined, near(40.7, -74)],
    ['東京', 'JP', near(35.7, 139.7)],
    ['上海体育馆，上海', 'CN', near(31.2, 121.5)],
    ['תל אביב', 'IL', near(32.1, 34.8)],
    ['Köln, Deutschland', undefined, cologne],
    ['Colonia', 'DE', cologne],
    ['TBD, Haifa, HA, Israel', undefined, near(32.8, 35)],
    ['Mailand', 'IT', near(45.5, 9.2)],
  ])('%s (%s)', (location, country, place) => {
    expect(find(location, country)).toEqual(place)
  })

  it.each([
    ['Online', undefined],
    ['Online, Berlin time', 'DE'],
    ['To be announced', 'DE'],
    ['TBD', 'DE'],
    ['Sports Hall', undefined],
    ['Room 4', 'DE'],
    ['', undefined],
    ['Köln', 'FR'],
    ['x'.repeat(255), 'DE'],
    [', , ,', 'DE'],
  ])('that names no city is not found: %s (%s)', (location, country) => {
    expect(find(location, country)).toBeUndefined()
  })
})
