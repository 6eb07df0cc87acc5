/**
 * The unchanged end-to-end suite, and whole trees beside the disk. Every stack that it starts has its own database in
 * DynamoDB Local. Its outages still use dynalite.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startDynamoDbLocal } from '../../support/dynamodb-local.ts';
import { RUN_SEED } from '../../support/seed.ts';
import { ROOT } from '../../support/stack.ts';

const START_PATIENCE_MS = 240_000;
const SUITE_PATIENCE_MS = 480_000;

let dynamodb: Awaited<ReturnType<typeof startDynamoDbLocal>>;
beforeAll(async () => {
  dynamodb = await startDynamoDbLocal({ shared: false });
}, START_PATIENCE_MS);
afterAll(() => dynamodb?.stop());

test(
  'passes',
  async () => {
    const env = { ...process.env, LOCAL_STACK_FLAGS: `--dynamodb-endpoint ${dynamodb.endpoint}` };
    const jest = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', '--config', 'jest.config.js'];
    const chosen = ['--selectProjects', 'e2e', 'disk', '--seed', String(RUN_SEED)];
    const child = spawn(process.execPath, [...jest, ...chosen], { cwd: ROOT, env });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
    }
    const [code] = await once(child, 'exit');
    expect({ code, said: code === 0 ? '' : said }).toEqual({ code: 0, said: '' });
    expect(said).toMatch(/Tests: +\d+ passed/);
  },
  SUITE_PATIENCE_MS,
);
