/**
 * Messages of `s3dex empty-index` that did not say what to do: the run that had lost its lock to another run advised to
 * run the command again, a wrong table name was only "Requested resource not found", and with --json only five of the
 * locked buckets were named.
 */
import { BatchWriteItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { runCommand } from '../support/command-world.ts';
import { startDynalite, type TableEngine } from '../support/dynalite.ts';
import { type Command, emptyByItem } from '../support/emptying.ts';
import { startTableGate } from '../support/table-gate.ts';

const BUCKETS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven'].sort();

let engine: TableEngine;
const before = { ...process.env };
beforeEach(async () => {
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
  engine = await startDynalite();
  for (const pk of BUCKETS.flatMap((bucket) => [`b#${bucket}`, `h#${bucket}#x/`]))
    await engine.client.send(
      new PutItemCommand({ TableName: engine.tableName, Item: { pk: { S: pk }, sk: { S: '#' } } }),
    );
});
afterEach(async () => {
  process.env = { ...before };
  await engine.stop();
});

test('a run that lost its lock lets the other run finish', async () => {
  const clock = { now: 1_000_000 };
  let isOtherDone = false;
  const runOther = async (command: Command) => {
    if (isOtherDone || !(command instanceof BatchWriteItemCommand)) return;
    isOtherDone = true;
    await emptyByItem(engine, clock, {});
  };
  const [ended] = await Promise.allSettled([emptyByItem(engine, clock, { after: runOther })]);
  const { left } = (ended as PromiseRejectedResult).reason as { left: string[] };
  expect(left.join(' ')).toContain('If another run is working, let it finish');
  expect(left.join(' ')).not.toContain('Run the command again to finish');
});

test('a table that does not exist is named, with its Region, and the exit code is 2', async () => {
  const argv = ['empty-index', '--table', 'nope', '--yes', '--region', 'eu-west-1'];
  const ran = await runCommand([...argv, '--dynamodb-endpoint', engine.endpoint], { now: () => 1_000_000 });
  expect(ran.err).toContain('no table nope in eu-west-1');
  expect(ran.code).toBe(2);
});

test('with --json, every locked bucket is named', async () => {
  const refuse = (called: string) => (called === 'BatchWriteItem' ? 'AccessDeniedException' : undefined);
  const gate = await startTableGate(engine, refuse);
  try {
    const argv = ['--json', 'empty-index', '--table', engine.tableName, '--yes'];
    const { err } = await runCommand([...argv, '--dynamodb-endpoint', gate.endpoint], {
      now: () => 1_000_000,
    });
    expect(JSON.parse(err)).toMatchObject({ locked: BUCKETS });
  } finally {
    gate.close();
  }
});

test('a lock that got no answer, and was then denied, may be there', async () => {
  let attempts = 0;
  const before = (command: Command) => {
    if (!(command instanceof UpdateItemCommand)) return;
    attempts += 1;
    if (attempts === 1) throw Object.assign(new Error('no answer'), { name: 'TimeoutError' });
    throw Object.assign(new Error('denied'), { $metadata: { httpStatusCode: 400 } });
  };
  await expect(emptyByItem(engine, { now: 1_000_000 }, { before })).rejects.toMatchObject({
    left: [expect.stringContaining('may stay locked'), expect.anything()],
  });
});
