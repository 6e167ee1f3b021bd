import { importFrc } from '../frc/command/importFrc.ts'

process.exitCode = await importFrc(process.argv.slice(2))
