export const shared = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/scripts/jest-transform.mjs' },
};

const project = (displayName, testMatch, more = {}) => ({ ...shared, displayName, testMatch, ...more });

export default {
  reporters: ['default', '<rootDir>/scripts/jest-closing-line.mjs'],
  projects: [
    project('unit', ['<rootDir>/src/**/*.test.ts', '<rootDir>/test/golden/**/*.test.ts']),
    project('property', ['<rootDir>/test/property/**/*.test.ts']),
    project('simulation', ['<rootDir>/test/simulation/**/*.test.ts']),
    project('contract', ['<rootDir>/test/contract/**/*.test.ts'], {
      globalSetup: '<rootDir>/test/contract/announce.mjs',
    }),
    project('integration', ['<rootDir>/test/integration/**/*.test.ts']),
  ],
};
