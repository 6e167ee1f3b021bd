/**
 * Some tests prove by number: the more requests or random runs, the more they find. `npm test` runs
 * them small, so that it takes minutes. `npm run test:soak` runs them whole.
 */
const isSoak = process.env.TEST_SOAK === '1'

/** @returns the size for this run: `whole` when TEST_SOAK=1, else `small` */
export const soak = (small: number, whole: number): number => (isSoak ? whole : small)
