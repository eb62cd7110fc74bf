// The scenarios; `npm run e2e` prepares the cluster and starts this.
import { shared } from '../jest.config.mjs';

export default {
  ...shared,
  rootDir: '..',
  testMatch: ['<rootDir>/e2e/scenarios/**/*.test.ts'],
  reporters: ['default', '<rootDir>/scripts/jest-closing-line.mjs'],
};
