import { importFrc } from '../../features/imports/frc/command/importFrc.ts'

process.exitCode = await importFrc(process.argv.slice(2))
