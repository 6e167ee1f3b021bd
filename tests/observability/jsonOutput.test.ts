import { beforeAll, describe, expect, it } from '@jest/globals'
import { buildSync } from 'esbuild'
import { spawnSync } from 'node:child_process'

/** A program that calls `writeOnlyJson` and then what the tests give it, as code. */
let program: string

beforeAll(() => {
  const { outputFiles } = buildSync({
    stdin: {
      contents: `import { writeOnlyJson } from './src/observability/jsonOutput.ts'
        writeOnlyJson()
        const secret = 'hunter2'
        eval(process.argv[1])`,
      resolveDir: '.',
    },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  })
  program = outputFiles[0]!.text
})

interface Line {
  level: number
  msg: string
  err?: { type: string; message: string; stack: string }
}

/** Runs code in a process whose output is JSON. @returns its lines */
function run(code: string) {
  const args = ['--input-type=module', '-e', program, code]
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  const linesOf = (text: string) =>
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Line)
  return { out: linesOf(stdout), err: linesOf(stderr), status }
}

describe('a line of JSON', () => {
  it.each<[string, string, number, string]>([
    ['a text of two lines', "console.log('a\\nb')", 30, 'a\nb'],
    ['values', "console.info('%s has %d', 'x', 5, { deep: [1] })", 30, 'x has 5 { deep: [ 1 ] }'],
    ['a colour', "console.log('\\u001b[32m✓\\u001b[39m Ready')", 30, '✓ Ready'],
    [
      'what a library writes',
      "process.stdout.write('one ');process.stdout.write('line\\n')",
      30,
      'one line',
    ],
    ['an unfinished line', "process.stdout.write('the end')", 30, 'the end'],
    ['bytes', "process.stdout.write(Buffer.from('bytes\\n'))", 30, 'bytes'],
    ['a JSON text that is no object', "process.stdout.write('[1]\\n')", 30, '[1]'],
  ])('is %s', (_what, code, level, msg) =>
    expect(run(code)).toMatchObject({ status: 0, out: [{ level, msg }], err: [] }),
  )

  it.each<[string, string, number, string]>([
    ['a warning', "console.warn('careful')", 40, 'careful'],
    ['an error', "console.error('broken')", 50, 'broken'],
    ["a warning of Node's", "process.emitWarning('old')", 40, 'old'],
    ['what a library writes to the other stream', "process.stderr.write('x\\n')", 40, 'x'],
  ])('on the error output is %s', (_what, code, level, msg) =>
    expect(run(code)).toMatchObject({ status: 0, out: [], err: [{ level, msg }] }),
  )

  it('stays as it is when it is one already', () => {
    const { out } = run('process.stdout.write(JSON.stringify({ level: 30, msg: "mine" }) + "\\n")')

    expect(out).toEqual([{ level: 30, msg: 'mine' }])
  })

  it('has an error with its stack and without the values that it holds', () => {
    const code = `const error = Object.assign(new Error('broken'), { detail: secret, password: secret })
      console.error('It is', error)`
    const { err } = run(code)

    expect(err).toMatchObject([
      { level: 50, msg: 'It is broken', err: { message: 'broken', stack: expect.any(String) } },
    ])
    expect(JSON.stringify(err)).not.toContain('hunter2')
  })

  it.each([
    ['an uncaught error', "setTimeout(() => { throw new TypeError('gone') })"],
    ['a rejected promise', "void Promise.reject(new TypeError('gone'))"],
  ])('is the last one of a process that ends by %s', (_what, code) => {
    const { err, status } = run(code)

    expect(status).toBe(1)
    expect(err).toMatchObject([{ level: 60, msg: 'gone', err: { type: 'TypeError' } }])
  })
})
