import js from '@eslint/js'
import { defineConfig, globalIgnores } from 'eslint/config'
import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

/** Who may read the environment: the config, what fills it in before the config, and the tests. */
const environmentReaders = [
  'src/runtime/env/env.ts',
  'src/runtime/dataStore.ts',
  'src/runtime/start/**',
  'tests/**',
  'bench/**',
  '*.config.mjs',
  '.ci/**',
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
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // Taking a property out of an object is done by naming it and keeping the rest.
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      // `return next()` ends an Express handler in one line.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // An empty string or `false` often means "none" to Payload, and then `||` is what is meant.
      '@typescript-eslint/prefer-nullish-coalescing': [
        'error',
        { ignorePrimitives: { string: true, boolean: true } },
      ],
      // `async` without `await` makes what is thrown a rejection, as whoever awaits it expects.
      '@typescript-eslint/require-await': 'off',
      // With `noUncheckedIndexedAccess` on, `!` is how one says that an index is in range.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Payload keeps its transactions in a plain object, and ends one by deleting its key.
      '@typescript-eslint/no-dynamic-delete': 'off',
    },
  },
  {
    // Payload marks one value of a hook's `operation` as deprecated; the rule reads all of it so.
    files: ['hooks/**'],
    rules: { '@typescript-eslint/no-deprecated': 'off' },
  },
  {
    // An answer of the server is whatever it sent; the assertions are what judges it.
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
    ignores: environmentReaders,
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Ask readEnv() in src/runtime/env/env.ts.' },
      ],
      'no-restricted-imports': [
        'error',
        {
          paths: ['node:process', 'process'].map((name) => ({
            name,
            importNames: ['env', 'default'],
          })),
        },
      ],
    },
  },
)
