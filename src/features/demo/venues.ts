/** The places of the season. The halls are invented; the towns and their time zones are real. */
export const venues = {
  bengaluru: {
    location: 'Lakeview Tinkerspace, Bengaluru',
    country: 'IN',
    timezone: 'Asia/Kolkata',
    coordinates: { latitude: 12.9784, longitude: 77.6408 },
  },
  berlin: {
    location: 'Werkhalle 12, Berlin',
    country: 'DE',
    timezone: 'Europe/Berlin',
    coordinates: { latitude: 52.4934, longitude: 13.4453 },
  },
  detroit: {
    location: 'Foundry Arena, Detroit',
    country: 'US',
    timezone: 'America/Detroit',
    coordinates: { latitude: 42.3387, longitude: -83.0517 },
  },
  grenoble: {
    location: 'Halle des Cimes, Grenoble',
    country: 'FR',
    timezone: 'Europe/Paris',
    coordinates: { latitude: 45.1885, longitude: 5.7245 },
  },
  houston: {
    location: 'Bayou Hall, Houston',
    country: 'US',
    timezone: 'America/Chicago',
    coordinates: { latitude: 29.7521, longitude: -95.3577 },
  },
  karlsruhe: {
    location: 'Alte Kabelfabrik, Karlsruhe',
    country: 'DE',
    timezone: 'Europe/Berlin',
    coordinates: { latitude: 49.0069, longitude: 8.4037 },
  },
  manchester: {
    location: 'Signal Box Makerspace, Manchester',
    country: 'GB',
    timezone: 'Europe/London',
    coordinates: { latitude: 53.4839, longitude: -2.2316 },
  },
  nairobi: {
    location: 'Acacia Innovation Hub, Nairobi',
    country: 'KE',
    timezone: 'Africa/Nairobi',
    coordinates: { latitude: -1.2996, longitude: 36.7819 },
  },
  oakland: {
    location: 'Dockside Robotics Lab, Oakland',
    country: 'US',
    timezone: 'America/Los_Angeles',
    coordinates: { latitude: 37.7955, longitude: -122.2797 },
  },
  saoPaulo: {
    location: 'Galpão 9, São Paulo',
    country: 'BR',
    timezone: 'America/Sao_Paulo',
    coordinates: { latitude: -23.5489, longitude: -46.6388 },
  },
  sydney: {
    location: 'Harbour Street Workshop, Sydney',
    country: 'AU',
    timezone: 'Australia/Sydney',
    coordinates: { latitude: -33.8737, longitude: 151.2054 },
  },
  tokyo: {
    location: 'Sumida Robot Studio, Tokyo',
    country: 'JP',
    timezone: 'Asia/Tokyo',
    coordinates: { latitude: 35.7107, longitude: 139.8015 },
  },
  toronto: {
    location: 'Lakeshore Fieldhouse, Toronto',
    country: 'CA',
    timezone: 'America/Toronto',
    coordinates: { latitude: 43.6359, longitude: -79.4163 },
  },
  zurich: {
    location: 'Uhrwerk, Zürich',
    country: 'CH',
    timezone: 'Europe/Zurich',
    coordinates: { latitude: 47.3902, longitude: 8.5122 },
  },
} as const

export type VenueName = keyof typeof venues
