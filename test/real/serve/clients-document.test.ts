/** Runs each `sh` block of docs/clients.md, with real S3 clients, against the local stack. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { type RunningServe, startServe } from '../../support/serve.ts';
import { type RunningStack, startStack } from '../../support/stack.ts';

jest.setTimeout(180_000);

const DOCUMENT = readFileSync(new URL('../../../docs/clients.md', import.meta.url), 'utf8');
const BLOCKS = [...DOCUMENT.matchAll(/^```sh\n(.*?)^```/gms)].map((match) => match[1]!);
const run = promisify(execFile);
/** A Python with s3fs, which Debian does not package. Without it, the block for s3fs is not run. */
const PYTHON = process.env.TEST_PYTHON;
const PYTHON_FOLDER = PYTHON === undefined ? '' : `${dirname(PYTHON)}:`;
const RUN = BLOCKS.filter((block) => PYTHON !== undefined || !block.includes('import s3fs'));
let stack: RunningStack;
let serve: RunningServe;

beforeAll(async () => {
  stack = await startStack();
  serve = await startServe({ endpoint: stack.apiUrl, s3Endpoint: stack.s3Url });
});
afterAll(async () => {
  await serve.stop();
  await stack.stop();
});

/** Debian's clients, with credentials that are not checked. */
const sh = (block: string) =>
  run('/bin/bash', ['-ec', block.replaceAll('127.0.0.1:4002', new URL(serve.url).host)], {
    env: {
      PATH: `${PYTHON_FOLDER}/usr/bin:/bin`,
      HOME: '/nonexistent',
      AWS_ACCESS_KEY_ID: 'any',
      AWS_SECRET_ACCESS_KEY: 'any',
      AWS_DEFAULT_REGION: 'us-east-1',
    },
  });

test.each(RUN)('%s', async (block) => {
  const { stdout } = await sh(block);
  expect(stdout).toMatch(/harbour\.jpg|2026\/|ContentLength/);
});

test('the index answered them', async () => {
  const { answered } = await serve.stats();
  expect(answered.ListObjectsV2).toBeGreaterThan(2);
  expect(answered.HeadObject).toBeGreaterThan(2);
});
