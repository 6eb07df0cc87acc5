/**
 * Bodies in the queue of fills: those that the service sends, in any order and repeated, mixed with damaged and
 * hostile ones. No body may cause an exception or stop a fill. A body that cannot be read must not be confirmed.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { FillName } from '../../../lambdas/core/model/fill-job.ts';
import type { FillMessage } from '../../../lambdas/core/ports/fill-queue.ts';
import { createInstance } from '../../../lambdas/core/request/instance.ts';
import { createFillConsumer, type FillConsumer } from '../../../lambdas/fills/consumer.ts';
import { messageText, readMessage } from '../../../lambdas/fills/message.ts';
import { FillWorld } from '../../support/fill-world.ts';
import { key } from '../keys.ts';
import {
  type Damage,
  damage,
  damaged,
  damagedText,
  hostileBody,
  type TextDamage,
  textDamage,
} from '../queue/damage.ts';
import { count, type Tally } from '../tally.ts';

const BODIES_A_RUN = 10;
/** Many more deliveries than a fill of a few keys needs. */
const MAX_DELIVERIES = 500;

type Sent =
  /** A message of the service; the number selects it. */
  | { kind: 'valid'; at: number }
  | { kind: 'of another'; at: number; change: Partial<FillMessage> }
  | { kind: 'damaged'; at: number; damage: Damage[] }
  | { kind: 'torn'; at: number; damage: TextDamage }
  | { kind: 'hostile'; body: string };

const odd = fc.constantFrom(
  '',
  '0000-0',
  '9999-x',
  'id-0',
  'photos',
  '#',
  '\0',
  'x'.repeat(2_000),
  '__proto__',
);

const sent: fc.Arbitrary<Sent> = fc.oneof(
  fc.record({ kind: fc.constant('valid' as const), at: fc.nat() }),
  fc.record({
    kind: fc.constant('of another' as const),
    at: fc.nat(),
    change: fc.record(
      { bucket: odd, id: odd, range: odd, turn: fc.constantFrom(0, 1, 2, 1_000_000) },
      { requiredKeys: [] },
    ),
  }),
  fc.record({
    kind: fc.constant('damaged' as const),
    at: fc.nat(),
    damage: fc.array(damage, { minLength: 1, maxLength: 3 }),
  }),
  fc.record({ kind: fc.constant('torn' as const), at: fc.nat(), damage: textDamage }),
  fc.record({ kind: fc.constant('hostile' as const), body: hostileBody }),
);

export interface FillBodies {
  keys: string[];
  recursive: boolean;
  bodies: Sent[];
  workMs: number;
}

export const fillBodies: fc.Arbitrary<FillBodies> = fc.record({
  keys: fc.array(key, { minLength: 1, maxLength: 12 }),
  recursive: fc.boolean(),
  bodies: fc.array(sent, { minLength: BODIES_A_RUN, maxLength: BODIES_A_RUN }),
  workMs: fc.constantFrom(1, 1_000),
});

export async function runFillBodies(given: FillBodies, tally: Tally): Promise<void> {
  const world = new FillWorld();
  for (const each of given.keys) world.put(each);
  const fill = await world.begin('', given.recursive);
  const consume = consumerOf(world, given.workMs);
  for (const each of given.bodies) {
    count(tally, 'fills');
    count(tally, each.kind);
    await deliver({ world, consume }, bodyOf(each, world), tally);
  }
  await finish({ world, consume }, tally);
  await checkComplete(world, fill, given);
}

function bodyOf(each: Sent, { messages }: FillWorld): string {
  if (each.kind === 'hostile') return each.body;
  const message = messages[each.at % messages.length];
  if (!message) return '{}';
  const text = messageText(message);
  switch (each.kind) {
    case 'valid':
      return text;
    case 'of another':
      return messageText({ ...message, ...each.change });
    case 'damaged':
      return damaged(text, each.damage);
    case 'torn':
      return damagedText(text, each.damage);
  }
}

interface Queue {
  world: FillWorld;
  consume: FillConsumer;
}

/** Returns true if the body was confirmed. */
async function deliver({ world, consume }: Queue, body: string, tally: Tally): Promise<boolean> {
  const record = { messageId: 'message', body, attributes: { ApproximateReceiveCount: '1' } };
  const { batchItemFailures } = await consume({ Records: [record as never] });
  const isDone = batchItemFailures.length === 0;
  world.now += 1;
  count(tally, isDone ? 'confirmed' : 'delivered again');
  assert.ok(!isDone || readMessage(body) !== undefined, 'what cannot be read was confirmed');
  return isDone;
}

/** Delivers the service's own messages until each is confirmed. */
async function finish(queue: Queue, tally: Tally): Promise<void> {
  const { messages } = queue.world;
  for (let i = 0; messages.length > 0; i++) {
    assert.ok(i < MAX_DELIVERIES, 'a message is never confirmed');
    const message = messages.shift()!;
    if (!(await deliver(queue, messageText(message), tally))) messages.push(message);
  }
}

async function checkComplete(
  world: FillWorld,
  fill: FillName,
  { keys, recursive }: FillBodies,
): Promise<void> {
  const names = keys.map((each) => (recursive ? each : each.slice(0, each.indexOf('/') + 1) || each));
  const { state, listed } = await world.progress(fill);
  assert.deepEqual({ state, listed }, { state: 'complete', listed: new Set(names).size });
}

function consumerOf(world: FillWorld, workMs: number): FillConsumer {
  const deps = world.newDeps();
  let ids = 0;
  return createFillConsumer({
    worker: {
      instance: createInstance({ ...deps, random: { id: () => `fuzz-${ids++}` } }),
      fills: world.fillTable,
      queue: { send: async (message) => void world.messages.push(message) },
      settings: { openRanges: 4, workMs },
    },
    buckets: new Map([[world.bucket.name, world.bucket]]),
    telemetry: deps.telemetry,
    log: { warn: () => {}, error: () => {} },
    functionGb: 1,
  });
}
