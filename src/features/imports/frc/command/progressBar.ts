import { Presets, SingleBar } from 'cli-progress'

import type { ImportProgress } from '../import/progress.ts'

/** A bar on the terminal. Into a file or a pipe nothing is drawn: it would be control characters. */
export function progressBar(): ImportProgress {
  const bar = new SingleBar(
    {
      format: '{what} [{bar}] {value}/{total}',
      stream: process.stdout,
      clearOnComplete: true,
    },
    Presets.shades_classic,
  )
  return {
    begin: (what, total) => bar.start(total, 0, { what }),
    advance: () => bar.increment(),
    end: () => bar.stop(),
  }
}
