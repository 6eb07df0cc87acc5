/**
 * The tour that `npm start` prints listed the first bucket at the counted address of S3. So `s3Endpoint` in the
 * metrics counted one LIST before any client had sent a request.
 */
import { afterEach, expect, test } from '@jest/globals';
import { type SpawnedStack, spawnStack } from '../support/stack.ts';

let spawned: SpawnedStack | undefined;
afterEach(async () => {
  spawned?.child.kill('SIGTERM');
  await spawned?.exit;
});

test('all requests to S3 are counted from zero, also when a tour is printed', async () => {
  spawned = spawnStack(['--port', '0', '--s3-port', '0', '--bucket', 'empty']);
  const { api } = JSON.parse((await spawned.ready) ?? '{}') as { api: string };

  const metrics = await (await fetch(`${api}/_local/metrics`)).json();

  expect(spawned.stderr()).toContain('curl -s -X PUT');
  expect(metrics).toMatchObject({
    s3: { list: 0, head: 0, other: 0 },
    s3Endpoint: { list: 0, head: 0, other: 0 },
  });
});
