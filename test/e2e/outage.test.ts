/**
 * The table fails while the service runs. Answers stay correct and name their source, and later answers are hits
 * again (I8).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { type LocalDynamoDb, startDynamoDb } from '../../local/dynamodb.ts';
import { expectAgreement } from '../support/agreement.ts';
import { listAll, stat } from '../support/index-view.ts';
import { type RunningStack, startStack } from '../support/stack.ts';
import { openGate, type TcpGate } from '../support/tcp-gate.ts';

/** The tests send many requests, which take long on a busy machine. */
jest.setTimeout(120_000);

const KEYS = ['a/1', 'a/2', 'b/c/3', 'top'];
const MAX_LOOKS = 200;
const LOOK_PAUSE_MS = 50;

const portOf = (engine: LocalDynamoDb) => Number(new URL(engine.endpoint).port);

let engine: LocalDynamoDb;
let gate: TcpGate;
let stack: RunningStack;
beforeAll(async () => {
  engine = await startDynamoDb();
  gate = await openGate(portOf(engine));
  stack = await startStack(['--bucket', 'bucket', '--dynamodb-endpoint', gate.url]);
  for (const key of KEYS) await put(key);
  await stack.settle();
  await expectAgreement(stack, 'bucket', KEYS);
});
afterAll(async () => {
  await stack.stop();
  await gate.shut();
  engine.close();
});

const put = (key: string) => stack.s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: key, Body: key }));

/** Lists until the answer is a hit. Fails if no answer is a hit. */
async function expectHitsReturn(directory: string): Promise<void> {
  for (let look = 0; look < MAX_LOOKS; look += 1) {
    const { cacheStatus } = await listAll(stack, 'bucket', directory);
    if (cacheStatus.every((status) => /^s3dex; hit/.test(status))) return;
    await sleep(LOOK_PAUSE_MS);
  }
  throw new Error(`no hit in ${MAX_LOOKS} looks`);
}

test('without the table, every answer is right and says fwd=bypass', async () => {
  await expectHitsReturn('a/');
  await gate.shut();
  await put('a/new');
  const { entries, cacheStatus } = await listAll(stack, 'bucket', 'a/');
  expect(entries.map((entry) => entry.name)).toEqual(['1', '2', 'new']);
  expect(cacheStatus.join()).toMatch(/^s3dex; fwd=bypass/);
  const found = await stat(stack, 'bucket', 'a/new');
  expect([found.status, found.cacheStatus]).toEqual([200, expect.stringMatching(/^s3dex; fwd=bypass/)]);
  expect((await stat(stack, 'bucket', 'a/none')).status).toBe(404);
  await expectAgreement(stack, 'bucket', [...KEYS, 'a/new']);
});

test('when the table is back, the waiting events are applied and hits return', async () => {
  await gate.open(portOf(engine));
  await stack.settle();
  await expectAgreement(stack, 'bucket', [...KEYS, 'a/new']);
  await expectHitsReturn('a/');
  expect((await stack.metrics()).events.deadLetters).toBe(0);
});

test('if the engine has lost all data, answers cost more calls but stay true', async () => {
  await gate.shut();
  engine.close();
  engine = await startDynamoDb();
  await gate.open(portOf(engine));
  await put('a/after');
  await stack.settle();
  await expectAgreement(stack, 'bucket', [...KEYS, 'a/new', 'a/after']);
  await expectHitsReturn('a/');
});
