/** An instant as the contract writes it: ISO 8601 in UTC, with milliseconds only where there are any. */
export const formatInstant = (value: string | Date): string =>
  new Date(value).toISOString().replace('.000Z', 'Z')
