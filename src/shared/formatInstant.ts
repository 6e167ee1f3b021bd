/** An instant in the API's format: ISO 8601 in UTC, with milliseconds only if they are not zero. */
export const formatInstant = (value: string | Date): string =>
  new Date(value).toISOString().replace('.000Z', 'Z')
