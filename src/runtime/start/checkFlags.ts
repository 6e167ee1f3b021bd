import { checkKeys } from '../../features/flags/command/checkKeys.ts'
import { checkText } from '../../features/flags/command/checkText.ts'
import { explainError } from '../explainError.ts'

/** Compares the feature flags of the code with those of the database. The exit code is 1 when one is missing. */
try {
  const { openBackend } = await import('../backend.ts')
  const { payload, stop } = await openBackend()
  try {
    const result = await checkKeys(payload)
    console.log(checkText(result))
    process.exitCode = result.missing.length > 0 ? 1 : 0
  } finally {
    await stop()
  }
} catch (error) {
  console.error(`✗ ${explainError(error, 'The check')}`)
  process.exitCode = 1
}
