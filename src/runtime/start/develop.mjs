import { spawn } from 'node:child_process'

import { compileOnChange } from './compile.mjs'

/** Runs the platform for development, and restarts it after each change of its sources. */
export async function develop(flags) {
  let server
  let stopping = false

  const start = () => {
    server = spawn(process.execPath, ['-C', 'development', '.build/serve.mjs', ...flags], {
      stdio: 'inherit',
      env: {
        ...process.env,
        NODE_ENV: 'development',
        NEXT_TELEMETRY_DISABLED: '1',
        // Payload must not reload itself as well: it would close its connection pool for ever.
        DISABLE_PAYLOAD_HMR: 'true',
      },
    })
    server.once('exit', (code) => {
      // After a failure the next change starts it again. Its error message is on the terminal.
      if (stopping) process.exit(code ?? 0)
      server = undefined
    })
  }

  const restart = () => {
    if (stopping) return
    if (!server) return start()
    server.once('exit', start)
    server.kill('SIGTERM')
  }

  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => {
      stopping = true
      if (server) server.kill(signal)
      else process.exit(0)
    })
  }
  await compileOnChange(restart)
}
