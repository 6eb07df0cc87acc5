/**
 * `s3dex empty-index` ended at the first call that DynamoDB throttled as a whole. After any failure, and after Ctrl-C,
 * the index stayed locked for up to a day, and no message said so. Ctrl-C did not end the deletion.
 */
import {
  BatchWriteItemCommand,
  DeleteItemCommand,
  ProvisionedThroughputExceededException,
  PutItemCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Ran, runCommand } from '../support/command-world.ts';
import { startDynalite, type TableEngine } from '../support/dynalite.ts';
import { type Command, emptyByItem } from '../support/emptying.ts';
import { startTableGate } from '../support/table-gate.ts';

const ITEMS = 30;
const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };

let engine: TableEngine;
const before = { ...process.env };
beforeEach(async () => {
  Object.assign(process.env, CREDENTIALS);
  engine = await startDynalite();
  for (const pk of ['b#photos', ...Array.from({ length: ITEMS }, (_, at) => `h#photos#${at}/`)])
    await engine.client.send(
      new PutItemCommand({ TableName: engine.tableName, Item: { pk: { S: pk }, sk: { S: '#' } } }),
    );
});
afterEach(async () => {
  process.env = { ...before };
  await engine.stop();
});

async function emptied(
  refuse: (operation: string) => string | undefined,
  { json = false, signal }: { json?: boolean; signal?: AbortSignal } = {},
): Promise<Ran & { calls: string[] }> {
  const gate = await startTableGate(engine, refuse);
  try {
    const argv = ['empty-index', '--table', engine.tableName, '--yes', '--dynamodb-endpoint', gate.endpoint];
    const ran = await runCommand(json ? ['--json', ...argv] : argv, { now: () => 1_000_000, signal });
    return { ...ran, calls: gate.calls };
  } finally {
    gate.close();
  }
}

const COMMANDS = { ScanCommand, UpdateItemCommand, BatchWriteItemCommand, DeleteItemCommand };

test.each(Object.entries(COMMANDS))('a throttled %s is repeated', async (_, kind) => {
  let left = 4;
  const before = (command: Command) => {
    if (!(command instanceof kind) || left-- <= 0) return;
    const $metadata = {};
    throw new ProvisionedThroughputExceededException({ message: 'throttled', $metadata });
  };
  const { items } = await emptyByItem(engine, { now: 0 }, { before });
  expect(items).toBe(ITEMS + 1);
  expect(left).toBeLessThan(0);
});

test.each(['BatchWriteItem', 'DeleteItem'])('a denied %s is reported with the lock', async (operation) => {
  const denied = (called: string) => (called === operation ? 'AccessDeniedException' : undefined);
  const { code, err } = await emptied(denied);
  expect(code).toBe(4);
  expect(err).toContain(`no ${operation}`);
  expect(err).toContain('The index may stay locked for up to a day: photos. Answers stay correct');
  expect(err).toContain('Run the command again');
  const asJson = await emptied(denied, { json: true });
  expect(JSON.parse(asJson.err)).toMatchObject({
    error: `no ${operation}`,
    hints: [expect.stringContaining('photos'), expect.stringContaining('again')],
    exitCode: 4,
  });
});

test.each(['Scan', 'UpdateItem'])('a denied %s leaves no lock', async (operation) => {
  const { err } = await emptied((called) => (called === operation ? 'AccessDeniedException' : undefined));
  expect(err).toContain(`no ${operation}`);
  expect(err).not.toContain('locked');
});

test.each([
  ['the wait', 'UpdateItem'],
  ['the deletion', 'BatchWriteItem'],
])('an interruption during %s ends the command, which reports the lock', async (_, during) => {
  const interruption = new AbortController();
  const { code, err, calls } = await emptied(
    (called) => {
      if (called === during) interruption.abort(new Error('interrupted'));
      return undefined;
    },
    { signal: interruption.signal },
  );
  expect(code).toBe(130);
  expect(err).toContain('s3dex: interrupted\n');
  expect(err).toContain('The index may stay locked for up to a day: photos.');
  expect(calls.at(-1)).toBe(during);
  expect((await emptied(() => undefined)).code).toBe(0);
});
