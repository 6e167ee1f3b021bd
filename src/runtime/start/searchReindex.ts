import { progressBar } from '../../features/imports/command/progressBar.ts'
import { explainError } from '../explainError.ts'

try {
  const { openBackend } = await import('../backend.ts')
  const { reindex } = await import('../../features/search/reindex.ts')
  const { payload, stop } = await openBackend()
  try {
    console.log(`✓ ${await reindex(payload, progressBar())}`)
  } finally {
    await stop()
  }
} catch (error) {
  console.error(`✗ ${explainError(error, 'The reindex')}`)
  process.exitCode = 1
}
