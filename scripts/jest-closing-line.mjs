// Prints `N passed, N failed` as the very last line. Jest's own report goes to stderr and may come late,
// so the line is written when the process exits. A suite that cannot load counts as one failure.
import { writeSync } from 'node:fs';

export default class ClosingLine {
  onRunComplete(_contexts, results) {
    const passed = results.numPassedTests;
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests;
    const tail = skipped > 0 ? `, ${skipped} skipped` : '';
    process.on('exit', () => {
      writeSync(1, `${passed} passed, ${failed} failed${tail}\n`);
    });
  }
}
