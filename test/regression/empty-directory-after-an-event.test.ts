/**
 * On a server that lists directories without keys in them, the index looked for a key after an event below such a
 * directory, and lost the directory.
 */
import { expect, test } from '@jest/globals';
import { createS3Store } from '../../lambdas/adapters/s3/store.ts';
import { RIGHT } from '../support/stub-s3/manners.ts';
import { StubS3 } from '../support/stub-s3/stub.ts';
import { World } from '../support/world.ts';

const telemetry = { count: () => {} };

test('a directory without keys stays if the listing of its parent shows it', async () => {
  // There are so many names that revalidating one of them is cheaper than listing all of them again.
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
