/** `npm test [-- jest's own arguments]`: everything the tests need, then the tests. */
import { buildPanel, checkNode, installPackages, root } from './prepare.mjs'

process.chdir(root)
checkNode()
installPackages()
buildPanel()
await import('tsx/esm')
await import('../../tests/support/runJest.ts')
