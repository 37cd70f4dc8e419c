// Makes a token for local trials: npm run token --silent -- --scope "organization:contact" [--subject …] [--minutes …]
import { parseArgs } from 'node:util';
import { readConfig } from '../config';
import { OperatorError } from '../subgraphs/shared/operator-error';
import { runMain } from '../subgraphs/shared/process';
import { signLocalToken } from './identity/local-keys';

const usage = 'usage: npm run token --silent -- --scope "organization:contact" [--subject somebody] [--minutes 1 to 1440, 60 where absent]';

runMain(async () => {
  const { values: flags } = parseArgs({
    options: {
      scope: { type: 'string' },
      subject: { type: 'string', default: 'somebody' },
      minutes: { type: 'string', default: '60' },
      help: { type: 'boolean', default: false },
    },
  });
  if (flags.help) {
    console.log(usage);
    return;
  }
  const { scope, subject, minutes } = flags;
  if (scope === undefined || !/^\d{1,4}$/.test(minutes) || Number(minutes) < 1 || Number(minutes) > 1_440) throw new OperatorError(usage);
  const { dataDir, mode } = readConfig(process.env, process.cwd());
  if (mode === 'production') throw new OperatorError('JIEDUI_MODE is production: no gateway would accept a token for local trials');
  console.log(await signLocalToken(dataDir, { subject, scope, minutes: Number(minutes) }));
});
