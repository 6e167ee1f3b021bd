import { buildPanel, checkNode, installPackages, root } from './prepare.mjs'

process.chdir(root)
checkNode()
installPackages()
const { compile } = await import('./compile.mjs')
await compile()
buildPanel()
