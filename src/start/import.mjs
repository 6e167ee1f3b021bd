/** `npm run import:frc -- …`: compiles the importer and runs it. */
import { checkNode, installPackages, root } from './prepare.mjs'

process.chdir(root)
checkNode()
await import('./dotEnv.mjs')
installPackages()
const { compile } = await import('./compile.mjs')
await compile()
process.env.NODE_ENV ||= 'production'
await import('../../.build/importFrc.mjs')
