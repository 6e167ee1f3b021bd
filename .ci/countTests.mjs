/** Prints how many tests passed, failed and were skipped: the sum of the files that Jest's `--json` wrote. */
import { existsSync, readFileSync } from 'node:fs'

/** A missing file means that the run did not start: that counts as one failure. */
const missing = { numPassedTests: 0, numFailedTests: 1, numPendingTests: 0, numTodoTests: 0 }
const runs = process.argv
  .slice(2)
  .map((file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : missing))

const sum = (count) => runs.reduce((total, run) => total + count(run), 0)
const passed = sum((run) => run.numPassedTests)
/** A test file that cannot be loaded has no tests that could fail: it counts as one failure. */
const failed = sum((run) => run.numFailedTests + (run.numRuntimeErrorTestSuites ?? 0))
const skipped = sum((run) => run.numPendingTests + run.numTodoTests)
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
if (failed > 0 || passed === 0) process.exit(1)
