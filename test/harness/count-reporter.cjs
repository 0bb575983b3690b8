/** Counts the tests of a run into the file HUB_TEST_COUNT names, for the last line that test/run.cjs prints. */
const fs = require('node:fs');

class CountReporter {
  onRunComplete(_contexts, results) {
    const count = {
      passed: results.numPassedTests,
      // A file that could not be loaded has failed, though no test of it was run.
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: results.numPendingTests + results.numTodoTests,
    };
    if (process.env.HUB_TEST_COUNT) {
      fs.writeFileSync(process.env.HUB_TEST_COUNT, JSON.stringify(count));
    }
  }
}

module.exports = CountReporter;
