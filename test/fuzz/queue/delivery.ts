/**
 * Delivers batches of messages to the consumer, over a full index, with a table and a dead-letter queue that
 * sometimes fail.
 */
import assert from 'node:assert/strict';
import type { SQSRecord } from 'aws-lambda';
import fc from 'fast-check';
import type { Entry } from '../../../lambdas/core/model/entry.ts';
import { placeOfKey } from '../../../lambdas/core/model/names.ts';
import { type IndexTable, IndexUnavailable } from '../../../lambdas/core/ports/index-table.ts';
import { createEventConsumer, type EventConsumer } from '../../../lambdas/events/consumer.ts';
import { key } from '../keys.ts';
import { count, type Tally } from '../tally.ts';
import { trueListing } from '../truth.ts';
import { BUCKETS, World } from '../world.ts';
import {
  type Damage,
  damage,
  damaged,
  damagedText,
  hostileBody,
  type TextDamage,
  textDamage,
} from './damage.ts';
import { expectedOf } from './expected.ts';
import { idleMessage, type ValidMessage, validMessage } from './messages.ts';

type Sent =
  | { kind: 'valid'; message: ValidMessage }
  | { kind: 'idle'; body: string }
  | { kind: 'damaged'; message: ValidMessage; damage: Damage[] }
  | { kind: 'torn'; message: ValidMessage; damage: TextDamage }
  | { kind: 'hostile'; body: string };

const sent: fc.Arbitrary<Sent> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('valid' as const), message: validMessage }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('idle' as const), body: idleMessage }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('damaged' as const),
      message: validMessage,
      damage: fc.array(damage, { minLength: 1, maxLength: 3 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('torn' as const), message: validMessage, damage: textDamage }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('hostile' as const), body: hostileBody }) },
);

interface Batch {
  messages: Sent[];
  /** The number of the table's call that fails in the first delivery, counted from 1; 0 if none fails. */
  tableFailsAt: number;
  deadLettersFail: boolean;
}

export interface Deliveries {
  keys: string[];
  batches: Batch[];
}

const BODIES_A_RUN = 20;
const BATCH = 10;

export const deliveries: fc.Arbitrary<Deliveries> = fc.record({
  keys: fc.array(key, { minLength: 1, maxLength: 12 }),
  batches: fc.array(
    fc.record({
      messages: fc.array(sent, { minLength: BATCH, maxLength: BATCH }),
      tableFailsAt: fc.oneof(
        { weight: 3, arbitrary: fc.constant(0) },
        { weight: 1, arbitrary: fc.integer({ min: 1, max: 20 }) },
      ),
      deadLettersFail: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
    }),
    { minLength: BODIES_A_RUN / BATCH, maxLength: BODIES_A_RUN / BATCH },
  ),
});

export async function runDeliveries({ keys, batches }: Deliveries, tally: Tally): Promise<void> {
  const run = new Run(keys, tally);
  await run.hold();
  for (const batch of batches) await run.deliver(batch);
}

function bodyOf(one: Sent): string {
  switch (one.kind) {
    case 'valid':
      return one.message.body;
    case 'damaged':
      return damaged(one.message.body, one.damage);
    case 'torn':
      return damagedText(one.message.body, one.damage);
    default:
      return one.body;
  }
}

/** Each write has its own ETag, so this detects an outdated entry. */
const shownOf = (entry: Entry) => ({
  name: entry.name,
  etag: entry.type === 'object' ? entry.etag : undefined,
});

class Run {
  readonly #world: World;
  readonly #consume: EventConsumer;
  readonly #tally: Tally;
  #callsLeft = Number.POSITIVE_INFINITY;
  #deadLettersFail = false;
  #letters: string[] = [];

  constructor(keys: readonly string[], tally: Tally) {
    this.#tally = tally;
    this.#world = new World(keys, (table) => this.#failing(table));
    this.#consume = createEventConsumer({
      applier: this.#world.applier,
      servedBuckets: new Set(BUCKETS.map(({ name }) => name)),
      deadLetters: {
        send: async (body) => {
          if (this.#deadLettersFail) throw new Error('no queue');
          this.#letters.push(body);
        },
      },
      telemetry: this.#world.telemetry,
      log: { warn: () => {}, error: () => {} },
      clock: this.#world.clock,
      functionGb: 0.5,
    });
  }

  #failing(table: IndexTable): IndexTable {
    const counted = (name: string, method: unknown) =>
      typeof method !== 'function' || name === 'canHold'
        ? method
        : async (...given: unknown[]) => {
            this.#callsLeft -= 1;
            if (this.#callsLeft === 0) throw new IndexUnavailable('at times');
            return method.apply(table, given);
          };
    return Object.fromEntries(
      Object.entries(table).map(([name, method]) => [name, counted(name, method)]),
    ) as unknown as IndexTable;
  }

  /** Lists the whole bucket into the index, so that every missed change shows. */
  async hold(): Promise<void> {
    for (const prefix of this.#directories()) await this.#list(prefix);
    this.#world.pass();
  }

  #directories(): string[] {
    const found = new Set(['']);
    for (const one of this.#world.keys('live'))
      for (let cut = one.indexOf('/'); cut !== -1; cut = one.indexOf('/', cut + 1))
        found.add(one.slice(0, cut + 1));
    return [...found];
  }

  async #list(prefix: string) {
    const bucket = BUCKETS.find(({ name }) => name === 'live')!;
    const freshness = { noCache: false, onlyIfCached: false, noStore: false };
    const answer = await this.#world.reader.list({
      bucket,
      directory: prefix,
      filter: '',
      limit: 1000,
      freshness,
    });
    assert.ok(answer.outcome === 'answered');
    return answer.value.entries;
  }

  async deliver({ messages, tableFailsAt, deadLettersFail }: Batch): Promise<void> {
    const bodies = messages.map(bodyOf);
    for (const one of messages) {
      this.#count('bodies');
      this.#count(one.kind);
      if (one.kind === 'valid') this.#happen(one.message);
    }
    this.#world.nowMs += 1;
    const receivedAt = this.#world.nowMs;
    this.#callsLeft = tableFailsAt === 0 ? Number.POSITIVE_INFINITY : tableFailsAt;
    this.#deadLettersFail = deadLettersFail;
    this.#letters = [];
    const ids = bodies.map((_, i) => `m${i}`);
    let failed = await this.#once(ids, bodies);
    this.#callsLeft = Number.POSITIVE_INFINITY;
    await this.#checkAccounted(ids, bodies, failed, receivedAt);
    this.#deadLettersFail = false;
    if (failed.size > 0) {
      this.#count('delivered again', failed.size);
      failed = await this.#once(
        [...failed],
        [...failed].map((id) => bodies[Number(id.slice(1))]!),
      );
    }
    assert.equal(failed.size, 0, 'a message fails although no call failed');
    await this.#checkAccounted(ids, bodies, failed, receivedAt);
    this.#count('dead letters', this.#letters.length);
    this.#world.pass();
    await this.#checkListings(messages);
  }

  #count(what: string, by = 1): void {
    count(this.#tally, what, by);
  }

  #happen({ happenings }: ValidMessage): void {
    for (const { key: text, what } of happenings) {
      if (what === 'write') this.#world.put(text);
      if (what === 'delete') this.#world.remove(text);
    }
  }

  async #once(ids: string[], bodies: string[]): Promise<Set<string>> {
    const Records = ids.map((messageId, i) => ({ messageId, body: bodies[i]! }) as SQSRecord);
    const { batchItemFailures } = await this.#consume({ Records });
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    for (const id of failed) assert.ok(ids.includes(id));
    return failed;
  }

  /** Every message that is not delivered again must have left marks or a dead letter. */
  async #checkAccounted(ids: string[], bodies: string[], failed: ReadonlySet<string>, receivedAt: number) {
    for (const [i, id] of ids.entries()) {
      if (failed.has(id)) continue;
      const { unreadable, keys } = expectedOf(bodies[i]!, 'live');
      if (unreadable) {
        assert.ok(this.#letters.includes(bodies[i]!), `lost: ${bodies[i]!.slice(0, 200)}`);
      }
      for (const reading of keys.flat())
        assert.ok(await this.#isMarked(reading, receivedAt), `not marked: ${JSON.stringify(reading)}`);
    }
  }

  /**
   * Is the key marked at or after arrival, in an unwatched directory, or covered by a floor because no sort key can
   * hold its name?
   */
  async #isMarked(key: string, receivedAt: number): Promise<boolean> {
    const { table } = this.#world;
    const { prefix, name } = placeOfKey(key);
    const directory = { bucket: 'live', prefix };
    if ((await table.readHead(directory)) === undefined) return true;
    const record = await table.readRecord(directory, name);
    const { appearedAt = 0, vanishedAt = 0 } = record?.marks ?? {};
    if (Math.min(appearedAt, vanishedAt) >= receivedAt) return true;
    const floor = (await table.readBucket('live'))?.floors.get(prefix) ?? 0;
    return floor >= receivedAt;
  }

  /** Answers must show every change in S3 that a message reported. */
  async #checkListings(messages: readonly Sent[]): Promise<void> {
    const prefixes = new Set(['']);
    for (const one of messages) {
      if (one.kind !== 'valid') continue;
      for (const { key: text } of one.message.happenings)
        for (let cut = text.indexOf('/'); cut !== -1; cut = text.indexOf('/', cut + 1))
          prefixes.add(text.slice(0, cut + 1));
    }
    for (const prefix of prefixes) {
      assert.deepEqual(
        (await this.#list(prefix)).map(shownOf),
        trueListing(this.#world, 'live', prefix).map(({ name, etag }) => ({ name, etag })),
      );
    }
  }
}
