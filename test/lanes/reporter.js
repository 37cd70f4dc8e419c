// Says at the end which lanes were not run and why, and closes with one line of counts.
const lanes = {
  node: 'needs Node alone: npm test',
  mariadb: 'needs the programs mariadbd and redis-server: npm run test:mariadb',
  browser: 'needs the program /usr/bin/chromium: npm run test:browser',
  peers: 'needs the peers of bench/peers (npm ci --prefix bench/peers): npm run test:peers',
};

module.exports = class LaneReporter {
  onRunComplete(contexts, results) {
    if (!process.execPath.includes('image-node')) console.log(`skipped lane node on the Node of the image: needs npm ci --prefix test/image-node`);
    const ran = new Set([...contexts].map((context) => context.config.displayName?.name));
    for (const [lane, need] of Object.entries(lanes)) if (!ran.has(lane)) console.log(`skipped lane ${lane}: ${need}`);
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    console.log(`${results.numPassedTests} passed, ${failed} failed, ${results.numPendingTests} skipped`);
  }
};
