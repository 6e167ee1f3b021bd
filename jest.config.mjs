/** Run through `npm test`, which compiles the tests and starts the PostgreSQL that they share. */
const project = (displayName, patterns) => ({
  displayName,
  roots: ['<rootDir>/tests'],
  testEnvironment: 'node',
  testRunner: '<rootDir>/tests/support/runner/testRunner.mjs',
  transform: {},
  ...patterns,
})

const soak = project('soak', { testMatch: ['**/*.soak.test.ts'] })

export default {
  projects: [
    project('in process', {
      testMatch: ['**/*.test.ts'],
      testPathIgnorePatterns: ['\\.(process|browser|soak)\\.test\\.ts$'],
    }),
    project('process', { testMatch: ['**/*.process.test.ts'] }),
    project('browser', { testMatch: ['**/*.browser.test.ts'] }),
    ...(process.env.TEST_SOAK === '1' ? [soak] : []),
  ],
  testSequencer: './tests/support/runner/sequencer.mjs',
  testTimeout: 30_000,
  // More than the two cores of CI: some tests wait for timers most of the time.
  maxWorkers: 3,
}
