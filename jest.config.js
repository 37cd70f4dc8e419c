// Lanes of the tests: `npm test` runs the lane that needs Node alone; the others need more and have scripts of their own.
// Tests under test/graph and test/subgraphs run in two lanes: against SQLite, and against a MariaDB server of their own;
// test/redis, which needs a Redis server, runs in the lane that needs servers.
const lane = (displayName, testMatch, testPathIgnorePatterns = []) => ({
  displayName,
  testEnvironment: '<rootDir>/test/lanes/environment.js',
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2023' } }] },
  roots: ['<rootDir>/test'],
  testMatch: testMatch.map((folder) => `<rootDir>/test/${folder}/*.test.ts`),
  testPathIgnorePatterns,
  globalSetup: `<rootDir>/test/lanes/${displayName}.ts`,
  globalTeardown: '<rootDir>/test/lanes/teardown.ts',
});

module.exports = {
  projects: [
    lane('node', ['**'], ['<rootDir>/test/browser/', '<rootDir>/test/mariadb/', '<rootDir>/test/redis/', '<rootDir>/test/peers/']),
    lane('mariadb', ['graph', 'subgraphs', 'mariadb', 'redis']),
    lane('peers', ['peers']),
    lane('browser', ['browser']),
  ],
  // Much of the time goes in waiting for processes: on two cores jest by itself takes one file at a time.
  maxWorkers: 2,
  reporters: ['default', '<rootDir>/test/lanes/reporter.js'],
  // `npm run verify` takes ten times the cases.
  testTimeout: process.env.VERIFY === 'all' ? 1_800_000 : 180_000,
};
