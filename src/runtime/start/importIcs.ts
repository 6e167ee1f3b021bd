import { importIcs } from '../../features/imports/ics/command/importIcs.ts'
import { runImport } from '../runImport.ts'

await runImport(importIcs)
