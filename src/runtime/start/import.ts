import { runImport } from '../runImport.ts'

await runImport()
