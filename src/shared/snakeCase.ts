/** A name of Payload's in the contract's form: `start_date` for `startDate`. */
export const snakeCase = (name: string): string =>
  name.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`)
