import { spawn } from 'node:child_process'

import { buildPanel, checkNode, installPackages, root } from './prepare.mjs'

const flags = process.argv.slice(2)
const dev = flags.includes('--dev')

process.chdir(root)
checkNode()
await import('./dotEnv.mjs')
installPackages()
if (dev) {
  const watch = ['node_modules/tsx/dist/cli.mjs', 'watch', '--clear-screen=false']
  const server = spawn(process.execPath, [...watch, 'src/start/serve.ts', ...flags], {
    stdio: 'inherit',
    env: { ...process.env, NODE_ENV: 'development' },
  })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal))
  server.on('exit', (code) => process.exit(code ?? 1))
} else {
  buildPanel()
  process.env.NODE_ENV ||= 'production'
  await import('tsx/esm')
  await import('./serve.ts')
}
