import { buildPanel, checkNode, installPackages, root } from './prepare.mjs'

const flags = process.argv.slice(2)

process.chdir(root)
checkNode()
await import('./dotEnv.mjs')
installPackages()
if (flags.includes('--dev')) {
  const { develop } = await import('./develop.mjs')
  await develop(flags)
} else {
  const { compile } = await import('./compile.mjs')
  await compile()
  buildPanel()
  process.env.NODE_ENV ||= 'production'
  await import('../../../.build/serve.mjs')
}
