/**
 * Whether the platform can store an instant and read it back. JavaScript reads PostgreSQL's year 50 as
 * 1950, so the years begin at 100; and ISO 8601 and the API have four digits for a year.
 */
export function isStorable(instant: Date): boolean {
  const year = instant.getUTCFullYear()
  return year >= 100 && year <= 9999
}
