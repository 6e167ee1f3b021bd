export { Gazetteer } from './gazetteer.ts'
export { coordinateSources, type CoordinatesSource, decideCoordinates } from './coordinatesRules.ts'
