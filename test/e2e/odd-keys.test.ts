/** Difficult keys: order, names and ETags are compared with S3's own answer, before and after a change. */
import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { expectAgreement } from '../support/agreement.ts';
import { listAll, statMany } from '../support/index-view.ts';
import { listFromS3 } from '../support/s3-view.ts';
import { type RunningStack, startStack } from '../support/stack.ts';

/** The tests send many requests, which take long on a busy machine. */
jest.setTimeout(120_000);

const KEYS = [
  'a b+c é.txt',
  'a+b',
  'a%2Fb',
  'a%20b',
  '100%',
  'a//b',
  'a///',
  '/leading',
  '//',
  'trailing/',
  'new\nline',
  'tab\t',
  '\u0001control',
  '\u007fdelete',
  'emoji/😀',
  'emoji/～',
  'emoji/\uFF5E\uE000',
  'é',
  'e\u0301',
  '.',
  '..',
  './x',
  '../x',
  'a\\b',
  '"quotes" & <xml> \'',
  '?query#fragment',
  '*',
  '__proto__',
  'constructor/toString',
  ' leading and trailing ',
  `${'long'.repeat(255)}${'x'.repeat(4)}`,
  'é'.repeat(512),
  `deep/${'d/'.repeat(20)}x`,
];

let stack: RunningStack;
beforeAll(async () => {
  stack = await startStack(['--bucket', 'odd']);
});
afterAll(() => stack.stop());

test('s3dex and S3 agree on keys that are hard to write down', async () => {
  await listAll(stack, 'odd', '');
  for (const key of KEYS) await stack.s3.send(new PutObjectCommand({ Bucket: 'odd', Key: key, Body: key }));
  await stack.settle();
  await expectAgreement(stack, 'odd', KEYS);

  const { results } = await statMany(stack, 'odd', KEYS);
  const missing = results.filter((result) => !result.found).map((result) => result.key);
  expect(missing).toEqual([]);

  const removed = KEYS.filter((_, index) => index % 2 === 0);
  for (const key of removed) await stack.s3.send(new DeleteObjectCommand({ Bucket: 'odd', Key: key }));
  await stack.settle();
  await expectAgreement(stack, 'odd', KEYS);
});

test("in pages of one the order is S3's", async () => {
  const { entries } = await listAll(stack, 'odd', '', 1);
  expect(entries).toEqual(await listFromS3(stack.s3, 'odd', ''));
});
