/** `npm run worker`: the worker alone, for servers that run with WORKER=external. */
import { checkNode, installPackages, root } from './prepare.mjs'

process.chdir(root)
checkNode()
await import('./dotEnv.mjs')
installPackages()
const { compile } = await import('./compile.mjs')
await compile()
process.env.NODE_ENV ||= 'production'
await import('../../.build/work.mjs')
