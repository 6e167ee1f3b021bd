import { runWorkerProcess } from '../workerProcess.ts'

await runWorkerProcess()
