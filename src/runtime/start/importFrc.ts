import { importFrc } from '../../features/imports/frc/command/importFrc.ts'
import { runImport } from '../runImport.ts'

await runImport(importFrc)
