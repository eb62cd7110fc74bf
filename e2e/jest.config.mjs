// The scenarios; `npm run e2e` prepares the cluster and starts this.
export default {
  rootDir: '..',
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/scripts/jest-transform.mjs' },
  testMatch: ['<rootDir>/e2e/scenarios/**/*.test.ts'],
  reporters: ['default', '<rootDir>/scripts/jest-closing-line.mjs'],
};
