/** Seats that an app reserves while somebody fills in a form. Pure. */

/** Milliseconds for which seats are held. */
export const holdLifetimeMs = 10 * 60 * 1000

/** For so many events a user may hold seats at a time. */
export const maxHoldsPerUser = 5
