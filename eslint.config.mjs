import js from '@eslint/js'
import { defineConfig, globalIgnores } from 'eslint/config'
import * as regexp from 'eslint-plugin-regexp'
import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

import { plainWords } from './.lint/plainWords.mjs'

/** These files may read the environment: its one reader, the programs that start before it, and tests. */
const environmentReaders = [
  'src/runtime/env/env.ts',
  'src/runtime/dataStore.ts',
  'src/runtime/start/**',
  'tests/**',
  'bench/**',
  '*.config.mjs',
  '.ci/**',
]

const environmentImports = ['node:process', 'process'].map((name) => ({
  name,
  importNames: ['env', 'default'],
  message: 'Use readEnv() of src/runtime/env/env.ts.',
}))

/** Sockets and their messages stay in src/http: features get a request that is parsed, and return data. */
const httpImports = ['node:http', 'http'].map((name) => ({
  name,
  importNames: ['IncomingMessage', 'ServerResponse'],
  message: 'Only src/http knows the messages of a socket. Take what you need as a parameter.',
}))

/** These files turn a time of day into a duration, write it in the log, or run in a browser, which may sleep. */
const readersOfTheTimeOfDay = [
  'src/http/requestLog/requestLine.ts',
  'src/http/responseCache/responseCache.ts',
  'src/features/accounts/tokens.ts',
  'src/features/accounts/restoreEmail.ts',
  'src/**/admin/**',
  'src/panel/**',
]

export default defineConfig(
  globalIgnores([
    '.next/',
    '.build/',
    '.data/',
    'coverage/',
    'next-env.d.ts',
    'src/payload-types.ts',
    'src/app/**/importMap.js',
    'src/database/migrations/',
  ]),
  js.configs.recommended,
  {
    // An expression that backtracks lets a text of a client stop the server.
    plugins: { regexp },
    rules: {
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'regexp/no-super-linear-move': ['error', { report: 'potential' }],
    },
  },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // `const { secret, ...rest } = row` leaves a property out. The left-out name is not a mistake.
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      // `return next()` ends an Express handler in one line.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // Payload often means "none" by an empty string or `false`. There `||` is right.
      '@typescript-eslint/prefer-nullish-coalescing': [
        'error',
        { ignorePrimitives: { string: true, boolean: true } },
      ],
      // `async` without `await` turns a thrown error into a rejected promise. The callers expect that.
      '@typescript-eslint/require-await': 'off',
      // `noUncheckedIndexedAccess` is on, so `!` states that an index is in range.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Payload stores its transactions in a plain object and deletes the key of an ended one.
      '@typescript-eslint/no-dynamic-delete': 'off',
    },
  },
  {
    // Payload marks one value of a hook's `operation` as deprecated. The rule reports all of them.
    files: ['hooks/**'],
    rules: { '@typescript-eslint/no-deprecated': 'off' },
  },
  {
    // A response has no type in a test: the assertions check its content.
    files: ['tests/**'],
    rules: {
      '@typescript-eslint/no-base-to-string': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: {
        AbortSignal: 'readonly',
        Buffer: 'readonly',
        console: 'readonly',
        fetch: 'readonly',
        performance: 'readonly',
        process: 'readonly',
        URL: 'readonly',
      },
    },
  },
  {
    files: ['src/**/*.tsx', 'src/**/admin/**/*.ts', 'src/panel/**/*.ts'],
    extends: [reactHooks.configs.flat.recommended],
  },
  {
    // The list and its checks have the words themselves.
    ignores: ['.lint/**'],
    plugins: { local: { rules: { 'plain-words': plainWords } } },
    rules: { 'local/plain-words': 'error' },
  },
  {
    // A job of an older version has the old words in its payload.
    files: [
      'src/features/notifications/queries/renameOldEmailJobs.ts',
      'tests/notifications/renamedJobs.test.ts',
    ],
    rules: { 'local/plain-words': ['error', { allow: ['letter'] }] },
  },
  {
    // The callers of the tests are named by their kind; this one is another attendee.
    files: ['tests/**'],
    ignores: ['tests/notifications/renamedJobs.test.ts'],
    rules: { 'local/plain-words': ['error', { allow: ['stranger', 'strangers'] }] },
  },
  {
    // The time of day may be set back; then what ends by it lasts for hours more. Times of day that are
    // stored or shown come from `new Date()`.
    files: ['src/**', 'hooks/**', 'endpoints/**', 'collections/**'],
    ignores: readersOfTheTimeOfDay,
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "MemberExpression[object.name='Date'][property.name='now']",
          message: 'Count what lasts by performance.now(), which nobody sets back.',
        },
      ],
    },
  },
  {
    ignores: environmentReaders,
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Use readEnv() of src/runtime/env/env.ts.' },
      ],
      'no-restricted-imports': ['error', { paths: [...environmentImports, ...httpImports] }],
    },
  },
  {
    // A later entry replaces the options of an earlier one, so these folders name their share again.
    files: ['src/http/**'],
    rules: { 'no-restricted-imports': ['error', { paths: environmentImports }] },
  },
  {
    files: ['src/runtime/env/env.ts', 'src/runtime/dataStore.ts', 'src/runtime/start/**'],
    rules: { 'no-restricted-imports': ['error', { paths: httpImports }] },
  },
)
