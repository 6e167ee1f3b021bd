import { importFrc } from '../../features/imports/frc/command/importFrc.ts'

// Loaded late: the platform takes longer to load than a mistake in the files takes to find.
const openPlatform = async () => (await import('../backend.ts')).openBackend(true)

process.exitCode = await importFrc(process.argv.slice(2), openPlatform)
