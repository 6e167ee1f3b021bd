import { work } from '../workerProcess.ts'

await work()
