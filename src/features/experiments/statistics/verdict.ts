import type { Comparison } from './compare.ts'
import type { SampleRatio } from './sampleRatio.ts'

/** What the figures of a variant say, as a key of a text and its values. */
export type Verdict =
  | { says: 'broken_split'; p: number }
  | { says: 'too_few' }
  | { says: 'better' | 'worse'; difference: number; low: number; high: number }
  | { says: 'open'; low: number; high: number }

/**
 * What may be said of a variant. An interval that holds zero does not say that there is no effect: it says how large
 * one can still be.
 *
 * @param comparison undefined while there are too few people
 * @param isLessBetter whether a smaller value is the better one, as with cancellations
 */
export function verdictOf(
  comparison: Comparison | undefined,
  { isMismatch, p }: SampleRatio,
  isLessBetter = false,
): Verdict {
  if (isMismatch) return { says: 'broken_split', p }
  if (!comparison) return { says: 'too_few' }
  const { difference, interval, isClear } = comparison
  if (!isClear) return { says: 'open', ...interval }
  const isBetter = difference > 0 !== isLessBetter
  return { says: isBetter ? 'better' : 'worse', difference, ...interval }
}

/**
 * The sentence in the panel.
 *
 * @param format writes a difference in the unit of the metric, such as `1.2 points`
 */
export function verdictText(verdict: Verdict, format: (difference: number) => string): string {
  if (verdict.says === 'broken_split') {
    return 'People are not spread over the variants as the weights say. Find out why before you trust any figure here.'
  }
  if (verdict.says === 'too_few') return 'There are too few people to say anything yet.'
  const range = `between ${format(verdict.low)} and ${format(verdict.high)}`
  if (verdict.says === 'open') {
    return `No difference is clear yet. The true one is probably ${range}; it may also be none.`
  }
  const size = format(Math.abs(verdict.difference))
  return `The variant is ${verdict.says} by ${size}, probably ${range}. This holds however often you have looked.`
}
