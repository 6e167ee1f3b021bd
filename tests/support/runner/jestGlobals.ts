import type * as jestGlobals from '@jest/globals'

/**
 * What the compiled tests import as `@jest/globals`. Modules are shared by the test files of a
 * worker, and Jest makes the functions anew for each file, so they are looked up at each call.
 */
type Globals = typeof jestGlobals

const globals = globalThis as unknown as Record<string, Record<PropertyKey, unknown>>

const lookUp = (name: string) =>
  new Proxy(() => undefined, {
    apply: (_target, self, parameters) =>
      Reflect.apply(globals[name] as unknown as () => unknown, self, parameters),
    get: (_target, property) => globals[name]![property],
  })

export const afterAll = lookUp('afterAll') as Globals['afterAll']
export const afterEach = lookUp('afterEach') as Globals['afterEach']
export const beforeAll = lookUp('beforeAll') as Globals['beforeAll']
export const beforeEach = lookUp('beforeEach') as Globals['beforeEach']
export const describe = lookUp('describe') as unknown as Globals['describe']
export const expect = lookUp('expect') as unknown as Globals['expect']
export const it = lookUp('it') as unknown as Globals['it']
export const jest = lookUp('jest') as unknown as Globals['jest']
export const test = lookUp('test') as unknown as Globals['test']
