/** One Jest for unit, property and integration tests; scripts/test.mjs runs it and counts. */
export default {
  testEnvironment: '<rootDir>/test/environment.cjs',
  testMatch: ['**/*.test.ts', '**/*.test.tsx'],
  testPathIgnorePatterns: ['/node_modules/', '/cdk.out/', '/.oka/'],
  modulePathIgnorePatterns: ['<rootDir>/cdk.out/', '<rootDir>/.oka/'],
  transform: {
    '^.+\\.(ts|mjs|js)$': ['@swc/jest', { jsc: { target: 'es2023', parser: { syntax: 'typescript' } } }],
    // Pages of the desk: JSX of Preact.
    '^.+\\.tsx$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', tsx: true },
          transform: { react: { runtime: 'automatic', importSource: 'preact' } },
        },
      },
    ],
  },
  // Packages that ship ECMAScript modules only have to be translated for Jest as our own files are.
  transformIgnorePatterns: ['/node_modules/(?!(jose|fauxqs|toad-cache|valibot)/)'],
  maxWorkers: 2,
  testTimeout: 30_000,
};
