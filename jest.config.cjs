/** The suite: one PostgreSQL and one Redis for the run (test/harness/global-setup.ts), two workers, swc. */
module.exports = {
  rootDir: __dirname,
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testEnvironment: 'node',
  maxWorkers: 2,
  testSequencer: '<rootDir>/test/harness/longest-first.cjs',
  testTimeout: 30_000,
  globalSetup: '<rootDir>/test/harness/global-setup.ts',
  globalTeardown: '<rootDir>/test/harness/global-teardown.ts',
  reporters: ['default', '<rootDir>/test/harness/count-reporter.cjs'],
  setupFiles: ['reflect-metadata'],
  modulePathIgnorePatterns: ['<rootDir>/.build/', '<rootDir>/.data/'],
  watchPathIgnorePatterns: ['<rootDir>/.build/', '<rootDir>/.data/'],
  transform: {
    '^.+\\.[tj]s$': [
      '@swc/jest',
      {
        configFile: false,
        swcrc: false,
        jsc: {
          target: 'es2023',
          keepClassNames: true,
          parser: { syntax: 'typescript', decorators: true, dynamicImport: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
        },
      },
    ],
  },
  // Published as ESM only: node can require them, jest on Node 20 cannot.
  transformIgnorePatterns: ['/node_modules/(?!(@marcbachmann)/)'],
};
