/** A city of the list. Coordinates are in degrees (WGS 84). */
export interface City {
  latitude: number
  longitude: number
  country: string
  /** The code of the state or province. */
  region: string
  population: number
}

/** Two different hashes of a name, which stand for it: no name is kept. */
function hashesOf(name: string): [number, number] {
  let one = 0x811c9dc5
  let other = 0x1505
  for (let index = 0; index < name.length; index += 1) {
    const code = name.charCodeAt(index)
    one = Math.imul(one ^ code, 0x01000193)
    other = Math.imul(other, 33) ^ code
  }
  return [one >>> 0, other >>> 0]
}

/** Up to four characters of ASCII as a number. */
function packed(code: string): number {
  let number = 0
  for (let index = 0; index < 4; index += 1)
    number = number * 256 + (index < code.length ? code.charCodeAt(index) & 0xff : 0)
  return number
}

const unpacked = (number: number): string =>
  [24, 16, 8, 0]
    .map((shift) => (number >>> shift) & 0xff)
    .filter((code) => code !== 0)
    .map((code) => String.fromCharCode(code))
    .join('')

const columns = 7

/**
 * Cities by their names, in one array of numbers: 28 bytes for each name. As objects they were 90 MB.
 */
export class CityIndex {
  private rows: Uint32Array
  private count = 0
  private sorted: Uint32Array = new Uint32Array(0)

  /** @param size of the names that will be added, about */
  constructor(size: number) {
    this.rows = new Uint32Array(size * columns)
  }

  add(name: string, city: City): void {
    if (name === '') return
    if ((this.count + 1) * columns > this.rows.length) {
      const grown = new Uint32Array(Math.ceil(this.rows.length * 1.25) + columns)
      grown.set(this.rows)
      this.rows = grown
    }
    const [one, other] = hashesOf(name)
    const { country, latitude, longitude, population, region } = city
    const row = [one, other, packed(country), packed(region), population]
    row.push(Math.round((latitude + 90) * 1e5), Math.round((longitude + 180) * 1e5))
    this.rows.set(row, this.count * columns)
    this.count += 1
  }

  /** Must be called after the last name was added. */
  sort(): void {
    const keys = new Float64Array(this.count)
    // A hash has 32 bits, and a number 53: the place in the list fits behind it.
    for (let row = 0; row < this.count; row += 1)
      keys[row] = this.rows[row * columns]! * 2 ** 20 + row
    keys.sort()
    this.sorted = Uint32Array.from(keys, (key) => key % 2 ** 20)
  }

  /** The cities with a name, in no order. */
  find(name: string): City[] {
    const [one, other] = hashesOf(name)
    const found: City[] = []
    for (let place = this.firstAt(one); place < this.sorted.length; place += 1) {
      const start = this.sorted[place]! * columns
      if (this.rows[start] !== one) break
      if (this.rows[start + 1] === other) found.push(this.cityAt(start))
    }
    return found
  }

  private cityAt(start: number): City {
    const [, , country = 0, region = 0, population = 0, north = 0, east = 0] = this.rows.subarray(
      start,
      start + columns,
    )
    return {
      country: unpacked(country),
      region: unpacked(region),
      population,
      latitude: (north - 90e5) / 1e5,
      longitude: (east - 180e5) / 1e5,
    }
  }

  /** The first place of a hash, or where it would be. */
  private firstAt(hash: number): number {
    let [from, to] = [0, this.sorted.length]
    while (from < to) {
      const middle = (from + to) >>> 1
      if (this.rows[this.sorted[middle]! * columns]! < hash) from = middle + 1
      else to = middle
    }
    return from
  }
}
