// Ends what a lane's set-up started.
import { rmSync } from 'node:fs';

export default async function tearDown(): Promise<void> {
  await (globalThis as { stopLane?: () => Promise<void> }).stopLane?.();
  if (process.env.TEST_SQLITE_DIR !== undefined) rmSync(process.env.TEST_SQLITE_DIR, { recursive: true, force: true });
}
