/** `npm run import:frc -- …`: compiles the importer and runs it. */
import { runProgram } from './runProgram.mjs'

await runProgram('importFrc')
