/** The day of an instant in a zone, such as `2031-05-03`. */
export const dayInZone = (instant: string, timeZone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(new Date(instant))
