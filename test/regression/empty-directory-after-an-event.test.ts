/** A server that shows directories without a key in them: after an event below one, the index looked for a key and lost the directory. */
import { expect, test } from '@jest/globals';
import { createS3Store } from '../../lambdas/adapters/s3/store.ts';
import { RIGHT } from '../support/stub-s3/manners.ts';
import { StubS3 } from '../support/stub-s3/stub.ts';
import { World } from '../support/world.ts';

const telemetry = { count: () => {} };

test('the directory stays, as the listing of its parent shows it', async () => {
  // Enough names that looking at one is cheaper than listing them all again.
  const others = Array.from({ length: 40 }, (_, i) => `d/file-${i}`);
  const stub = new StubS3([...others, 'd/sub/only'], RIGHT);
  stub.emptyDirectories.add('d/sub/');
  const world = new World({ store: () => createS3Store({ clientFor: () => stub.client, telemetry }) });
  expect((await world.list('d/')).names).toContain('sub/');
  stub.keys.delete('d/sub/only');
  await world.apply([{ key: 'd/sub/only', kind: 'removed' }]);
  expect(stub.namesIn('d/')).toContain('sub/');
  expect((await world.list('d/')).names).toContain('sub/');
});
