import { checkNode, installPackages, root } from './prepare.mjs'

/** Installs and compiles what is needed, and runs a program of `compile.mjs` in this process. */
export async function runProgram(name) {
  process.chdir(root)
  checkNode()
  await import('./dotEnv.mjs')
  installPackages()
  const { compile } = await import('./compile.mjs')
  await compile()
  process.env.NODE_ENV ||= 'production'
  await import(`../../.build/${name}.mjs`)
}
