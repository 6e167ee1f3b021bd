import { buildPanel, checkNode, installPackages, root } from './prepare.mjs'

process.chdir(root)
checkNode()
installPackages()
buildPanel()
