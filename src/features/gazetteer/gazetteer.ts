import type { Payload } from 'payload'

import type { CityIndex } from './cityIndex.ts'
import { findPlace, type PlaceText } from './findPlace.ts'
import { loadCities } from './loadCities.ts'

export interface FoundCoordinates {
  latitude: number
  longitude: number
}

declare module '../../shared/services.ts' {
  interface Services {
    /** Finds the coordinates of places, without a network. */
    gazetteer: Gazetteer
  }
}

/** Finds the coordinates of places. The cities are read at first use: most processes never need them. */
export class Gazetteer {
  private cities: Promise<CityIndex | undefined> | undefined

  constructor(private readonly payload: Payload) {}

  /** The coordinates of the city that a place names; undefined when it names none, or there are no cities. */
  async find(place: PlaceText): Promise<FoundCoordinates | undefined> {
    this.cities ??= this.load()
    const cities = await this.cities
    const city = cities && findPlace(cities, place)
    return city && { latitude: city.latitude, longitude: city.longitude }
  }

  /** An event is saved without coordinates when the cities cannot be read. */
  private async load(): Promise<CityIndex | undefined> {
    try {
      return await loadCities()
    } catch (err) {
      this.payload.logger.warn({
        err,
        msg: 'The list of cities cannot be read: no coordinates are found',
      })
      return undefined
    }
  }
}
