/** s3dex and its rivals must find the same below a prefix, and their LISTs must be counted. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { setCredentials } from '../../../bench/clients.ts';
import { BUCKET } from '../../../bench/contestant.ts';
import { objectsOf } from '../../../bench/directory.ts';
import { oneChain } from '../../../bench/rivals/tree/one-chain.ts';
import { parallelLister } from '../../../bench/rivals/tree/parallel.ts';
import { createS3dex, type S3dex } from '../../../bench/s3dex.ts';
import { NO_LATENCY, type Servers, startServers } from '../../../bench/servers/start.ts';
import type { TreeRival } from '../../../bench/tree-contestant.ts';

const DIRECTORIES = ['', 'a/', 'a/b/', 'c/'].map((below) => ({
  bucket: BUCKET,
  prefix: `t/${below}`,
  count: 30,
}));
const ALL = DIRECTORIES.flatMap((directory) => [...objectsOf(directory)]);
const EXPECTED = { objects: ALL.length, sizeBytes: ALL.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) };

let servers: Servers;
let s3dex: S3dex;
let rivals: TreeRival[];

beforeAll(async () => {
  setCredentials();
  servers = await startServers(NO_LATENCY);
  await servers.fill(DIRECTORIES);
  s3dex = await createS3dex(servers, 's3dex');
  rivals = [oneChain(servers.s3Url), parallelLister(servers.s3Url)];
});

afterAll(() => {
  for (const rival of rivals) rival.stop();
  s3dex.stop();
  servers.stop();
});

test('s3dex finds every object below, cold and warm', async () => {
  expect(await s3dex.usage('t/')).toEqual(EXPECTED);
  const before = s3dex.counts.s3Lists;
  expect(await s3dex.usage('t/')).toEqual(EXPECTED);
  expect(s3dex.counts.s3Lists).toBe(before);
  expect(await s3dex.listBelow('t/')).toBe(EXPECTED.objects);
});

test('each rival finds the same', async () => {
  const lists: number[] = [];
  for (const rival of rivals) {
    expect(await rival.sum('t/')).toEqual(EXPECTED);
    lists.push((await rival.counts()).s3Lists);
  }
  // The parallel lister first finds the two directories and then lists each of them.
  expect(lists).toEqual([1, 3]);
});

test('the endpoint counts the LISTs of everyone, for programs in other processes', async () => {
  const before = await servers.listRequests();
  await rivals[0]!.sum('t/');
  expect((await servers.listRequests()) - before).toBe(1);
});
