// The environment of every test: a warning of the process, such as a leak of listeners, fails the test in which it came.
const { TestEnvironment } = require('jest-environment-node');

module.exports = class StrictEnvironment extends TestEnvironment {
  warnings = [];
  remember = (warning) => this.warnings.push(warning);

  async setup() {
    await super.setup();
    process.on('warning', this.remember);
  }

  async teardown() {
    process.off('warning', this.remember);
    await super.teardown();
    if (this.warnings.length > 0) throw this.warnings[0];
  }

  /** A warning while a file is set up belongs to its first test; one while it ends fails the file. */
  handleTestEvent({ name, test }) {
    if (name === 'test_done') for (const warning of this.warnings.splice(0)) test.errors.push(warning);
  }
};
