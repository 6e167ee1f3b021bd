/** Prints how many tests passed, failed and were skipped, from the file that Jest's `--json` wrote. */
import { existsSync, readFileSync } from 'node:fs'

const file = process.argv[2]
/** Without a file the tests did not even start: that is one failure. */
const none = { numPassedTests: 0, numFailedTests: 1, numPendingTests: 0, numTodoTests: 0 }
const count = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : none

/** A file that cannot be loaded has no tests that could fail. */
const failed = count.numFailedTests + (count.numRuntimeErrorTestSuites ?? 0)
const skipped = count.numPendingTests + count.numTodoTests
console.log(`${count.numPassedTests} passed, ${failed} failed, ${skipped} skipped`)
if (failed > 0 || count.numPassedTests === 0) process.exit(1)
