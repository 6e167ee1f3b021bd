import { expect, it } from '@jest/globals'

import { countryCodeOf } from '../../src/shared/countries.ts'

it.each([
  ['USA', 'US'],
  ['United States', 'US'],
  ['us', 'US'],
  ['UK', 'GB'],
  ['Turkey', 'TR'],
  ['Türkiye', 'TR'],
  ['Chinese Taipei', 'TW'],
  ['Taiwan', 'TW'],
  ["Côte d'Ivoire", 'CI'],
  ['Côte d’Ivoire', 'CI'],
  ['Bosnia and Herzegovina', 'BA'],
  [' Germany ', 'DE'],
  ['Atlantis', undefined],
  ['', undefined],
])('%s: %s', (name, code) => {
  expect(countryCodeOf(name)).toBe(code)
})
