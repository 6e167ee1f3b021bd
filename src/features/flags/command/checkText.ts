import { counted } from '../../../shared/counted.ts'
import type { KeyCheck } from './checkKeys.ts'

/** The result of the comparison, for the operator. */
export function checkText({ missing, unused }: KeyCheck): string {
  if (missing.length === 0 && unused.length === 0) return '✓ All flags are in code and database.'
  const lines: string[] = []
  if (missing.length > 0) {
    const text = `${counted(missing.length, 'flag')} of the code not in the database`
    lines.push(`✗ ${text}: ${missing.join(', ')}`)
  }
  if (unused.length > 0) {
    lines.push(`! ${counted(unused.length, 'flag')} that nobody reads: ${unused.join(', ')}`)
  }
  return lines.join('\n')
}
