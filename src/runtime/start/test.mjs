/** `npm test [-- jest's own arguments]`: everything the tests need, then the tests. */
import { buildPanel, checkNode, installPackages, root } from './prepare.mjs'

process.chdir(root)
checkNode()
installPackages()
const { compile } = await import('./compile.mjs')
await compile()
buildPanel()
await import('../../../.build/runJest.mjs')
