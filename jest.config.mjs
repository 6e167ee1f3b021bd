/** Run through `npm test`, which compiles the tests and starts the PostgreSQL that they share. */
const project = (displayName, patterns) => ({
  displayName,
  roots: ['<rootDir>/tests'],
  testEnvironment: 'node',
  testRunner: '<rootDir>/tests/support/runner/testRunner.mjs',
  transform: {},
  ...patterns,
})

/** They take minutes, so `npm run test:soak` alone runs them: see tests/README.md. */
const processTests = project('process', { testMatch: ['**/*.process.test.ts'] })

export default {
  projects: [
    project('in process', {
      testMatch: ['**/*.test.ts'],
      testPathIgnorePatterns: ['\\.(process|browser)\\.test\\.ts$'],
    }),
    project('browser', { testMatch: ['**/*.browser.test.ts'] }),
    ...(process.env.TEST_SOAK === '1' ? [processTests] : []),
  ],
  testSequencer: './tests/support/runner/sequencer.mjs',
  testTimeout: 30_000,
  // More than the two cores of CI: some tests wait for timers most of the time.
  maxWorkers: 3,
}
