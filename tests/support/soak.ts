/**
 * Some tests prove by number: the more requests, random runs or variants, the more they find. `npm test` runs
 * them small, so that it takes minutes. `npm run test:soak` runs them whole.
 */
const isSoak = process.env.TEST_SOAK === '1'

/** @returns the size, or the cases, for this run: `whole` when TEST_SOAK=1, else `small` */
export const soak = <Size>(small: Size, whole: Size): Size => (isSoak ? whole : small)
