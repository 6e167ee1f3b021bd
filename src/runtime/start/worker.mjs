/** `npm run worker`: the worker alone, for servers that run with WORKER=external. */
import { runProgram } from './runProgram.mjs'

await runProgram('work')
