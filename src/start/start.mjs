import { spawn } from 'node:child_process'

import { buildPanel, checkNode, installPackages, root } from './prepare.mjs'

const flags = process.argv.slice(2)
const dev = flags.includes('--dev')

process.chdir(root)
checkNode()
await import('./dotEnv.mjs')
installPackages()
const { compile, compileOnChange } = await import('./compile.mjs')
await compile()
if (dev) {
  await compileOnChange()
  const watched = ['-C', 'development', '--watch', '--watch-preserve-output', '.build/serve.mjs']
  const server = spawn(process.execPath, [...watched, ...flags], {
    stdio: 'inherit',
    env: {
      ...process.env,
      NODE_ENV: 'development',
      NEXT_TELEMETRY_DISABLED: '1',
      // Payload would reload itself as well, and end its pool of connections for good.
      DISABLE_PAYLOAD_HMR: 'true',
    },
  })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal))
  server.on('exit', (code) => process.exit(code ?? 1))
} else {
  buildPanel()
  process.env.NODE_ENV ||= 'production'
  await import('../../.build/serve.mjs')
}
