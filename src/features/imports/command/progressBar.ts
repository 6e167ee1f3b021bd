import { Presets, SingleBar } from 'cli-progress'

import type { ImportProgress } from './progress.ts'

/** A progress bar on the terminal. Nothing is written to a file or a pipe: it would be control characters. */
export function progressBar(): ImportProgress {
  const bar = new SingleBar(
    {
      format: '{task} [{bar}] {value}/{total}',
      stream: process.stdout,
      clearOnComplete: true,
    },
    Presets.shades_classic,
  )
  return {
    begin: (task, total) => bar.start(total, 0, { task }),
    advance: (by = 1) => bar.increment(by),
    end: () => bar.stop(),
  }
}
