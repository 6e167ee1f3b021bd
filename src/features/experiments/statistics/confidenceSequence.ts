/** The share of experiments without an effect in which one may be found all the same, however often somebody looks. */
const alpha = 0.05

/** The number of people at which the intervals are meant to be narrowest: that of a middling experiment here. */
const tunedFor = 5000

/**
 * The parameter of the mixture that makes intervals narrowest after `tunedFor` people (Waudby-Smith, Arbour, Sinha,
 * Kennedy and Ramdas, "Time-uniform central limit theory and asymptotic confidence sequences", Annals of Statistics
 * 2024, section B.2). It is fixed before the first look: who chose it after one could choose the result.
 */
const rhoSquared = (-2 * Math.log(alpha) + Math.log(-2 * Math.log(alpha) + 1)) / tunedFor

/**
 * How many standard errors an interval reaches to each side after `people` people, so that all intervals of all days
 * together hold the truth with a probability of 95 % (Theorem 2.2 there). For one look alone it would be 1.96.
 *
 * @param people at least 1
 */
export function reachOf(people: number): number {
  const scaled = people * rhoSquared
  return Math.sqrt(((2 * (scaled + 1)) / scaled) * Math.log(Math.sqrt(scaled + 1) / alpha))
}

/**
 * A p-value that stays valid however often somebody looks: the least alpha at which the interval would leave out zero.
 *
 * @param errors how many standard errors the difference is away from zero
 */
export function alwaysValidP(errors: number, people: number): number {
  if (people === 0) return 1
  const scaled = people * rhoSquared
  const exponent = (-errors * errors * scaled) / (2 * (scaled + 1))
  return Math.min(1, Math.sqrt(scaled + 1) * Math.exp(exponent))
}
