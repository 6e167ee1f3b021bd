/** Terms after which the series and the fraction have long converged, for any value that a statistic can have. */
const maxTerms = 10_000

const precision = 1e-16

/** Coefficients of Lanczos' approximation for g = 7 (P. Godfrey, 2001): 15 digits. */
const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313,
  -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6,
  1.5056327351493116e-7,
]

/** The logarithm of the gamma function, for a number of at least 0.5. */
function logGamma(x: number): number {
  const [first, ...others] = lanczos
  const sum = others.reduce((total, each, index) => total + each / (x + index), first!)
  const base = x + 6.5
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(base) - base + Math.log(sum)
}

/** P(a, x) by its series (DLMF 8.7.1), which converges fast for x < a + 1. */
function bySeries(a: number, x: number, scale: number): number {
  let term = 1 / a
  let sum = term
  for (let n = 1; n < maxTerms && term > sum * precision; n += 1) {
    term *= x / (a + n)
    sum += term
  }
  return sum * scale
}

/** Q(a, x) by its continued fraction (DLMF 8.9.2) with Lentz' method, which converges fast for x >= a + 1. */
function byFraction(a: number, x: number, scale: number): number {
  let b = x + 1 - a
  let c = Number.MAX_VALUE
  let d = 1 / b
  let fraction = d
  for (let n = 1; n < maxTerms; n += 1) {
    const numerator = n * (a - n)
    b += 2
    d = 1 / (numerator * d + b)
    c = b + numerator / c
    fraction *= d * c
    if (Math.abs(d * c - 1) < precision * 4) break
  }
  return fraction * scale
}

/**
 * The regularised incomplete gamma functions P(a, x) and Q(a, x) = 1 - P(a, x), as DLMF 8.2.4 defines them. Both are
 * computed where they are small, so that a tiny probability keeps its digits.
 *
 * @param a at least 0.5
 * @param x at least 0
 */
export function incompleteGamma(a: number, x: number): { lower: number; upper: number } {
  if (x <= 0) return { lower: 0, upper: 1 }
  if (x === Infinity) return { lower: 1, upper: 0 }
  const scale = Math.exp(a * Math.log(x) - x - logGamma(a))
  if (x < a + 1) {
    const lower = bySeries(a, x, scale)
    return { lower, upper: 1 - lower }
  }
  const upper = byFraction(a, x, scale)
  return { lower: 1 - upper, upper }
}
