/**
 * `s3dex empty-index` began the new epoch right after its last deletion: a deletion without an answer, which DynamoDB
 * made later, could delete the head of a directory that had data again. After a suspension of the process, the command
 * renewed a lock that had ended, and deleted heads that were in use.
 */
import { BatchWriteItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openDynamoTable } from '../contract/index-table/open.ts';
import { startDynalite, type TableEngine } from '../support/dynalite.ts';
import { type Command, emptyByItem } from '../support/emptying.ts';
import { HOUR_MS, World } from '../support/world.ts';

const TIMEOUT_MS = 10_000;
const LATE_MS = 30_000;
const SUSPENDED_MS = 25 * HOUR_MS;

let engine: TableEngine;
let world: World;
beforeEach(async () => {
  engine = await startDynalite();
  const { table } = openDynamoTable(engine);
  world = new World({ table: () => table });
  world.put('d/old');
  await world.list('d/');
});
afterEach(() => engine?.stop());

test('a deletion without an answer is made before the new epoch begins', async () => {
  const late: { at: number; command: BatchWriteItemCommand }[] = [];
  const before = (command: Command) => {
    if (!(command instanceof BatchWriteItemCommand) || late.length > 0) return;
    const copy = new BatchWriteItemCommand(structuredClone(command.input));
    late.push({ at: world.now + TIMEOUT_MS + LATE_MS, command: copy });
    world.now += TIMEOUT_MS;
    throw Object.assign(new Error('no answer'), { name: 'TimeoutError' });
  };
  let landed = 0;
  const wait = async (ms: number) => {
    const until = world.now + ms;
    while (late[landed] && late[landed]!.at <= until) {
      world.now = Math.max(world.now, late[landed]!.at);
      await engine.client.send(late[landed++]!.command);
    }
    world.now = until;
  };
  await emptyByItem(engine, world, { before }, { wait });
  world.now += 1_100;
  await world.list('d/');
  await wait(LATE_MS);
  expect(landed).toBe(1);
  await world.putAndTell('d/new');
  world.now += 5_000;
  expect((await world.list('d/')).names).toContain('new');
});

test.each([
  ['a deletion', (command: Command) => command instanceof BatchWriteItemCommand],
  ['a renewal', (command: Command) => command instanceof UpdateItemCommand && isConditional(command)],
])('a lock that ended while the process was suspended after %s is not used', async (_, isLast) => {
  let isAwake = false;
  const deletedAwake: unknown[] = [];
  const after = async (command: Command) => {
    if (isAwake && command instanceof BatchWriteItemCommand) deletedAwake.push(command.input);
    if (isAwake || !isLast(command)) return;
    isAwake = true;
    world.now += SUSPENDED_MS;
    await world.list('d/');
  };
  const [ended] = await Promise.allSettled([emptyByItem(engine, world, { after })]);
  expect(isAwake).toBe(true);
  expect(deletedAwake).toEqual([]);
  expect(ended).toMatchObject({ reason: { message: expect.stringContaining('has ended') } });
});

test('each attempt of a deletion checks the locks', async () => {
  const seen: string[] = [];
  let failures = 2;
  const before = (command: Command) => {
    if (command instanceof UpdateItemCommand && isConditional(command)) seen.push('renew');
    if (!(command instanceof BatchWriteItemCommand)) return;
    seen.push('delete');
    if (failures-- <= 0) return;
    world.now += TIMEOUT_MS;
    throw Object.assign(new Error('no answer'), { name: 'TimeoutError' });
  };
  await emptyByItem(engine, world, { before });
  expect(seen.slice(0, 6)).toEqual(['renew', 'delete', 'renew', 'delete', 'renew', 'delete']);
});

function isConditional(command: UpdateItemCommand): boolean {
  return command.input.ConditionExpression !== undefined;
}
