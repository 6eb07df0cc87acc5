/**
 * Damages items of a valid table one by one and reads them with the real adapter and core. Every answer must still
 * equal S3.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createDynamoTable } from '../../../lambdas/adapters/dynamodb/table.ts';
import type { Entry } from '../../../lambdas/core/model/entry.ts';
import type { IndexTable } from '../../../lambdas/core/ports/index-table.ts';
import type { Counter } from '../../../lambdas/core/ports/telemetry.ts';
import type { Reader } from '../../../lambdas/core/questions/reader.ts';
import type { Stat } from '../../../lambdas/core/questions/stat.ts';
import { key, LONG_NAMED_KEYS } from '../keys.ts';
import { count, type Tally } from '../tally.ts';
import { trueListing, trueStat } from '../truth.ts';
import { BUCKETS, HOUR_MS, World } from '../world.ts';
import type { RawItem } from './condition.ts';
import { type Change, change, changed, kindOf } from './damage.ts';
import { type Engine, openEngine } from './engine.ts';

/**
 * Each kind is damaged separately: while the bucket's item or a head is unreadable, no other item below it is read.
 */
const FOCUS = {
  observations: { kinds: 'ps', changes: 30 },
  heads: { kinds: 'h', changes: 5 },
  bucket: { kinds: 'b', changes: 3 },
} as const;

export interface Damaged {
  keys: string[];
  /** Does one directory have several chunks? */
  large: boolean;
  /** Changes with events, which void earlier observations. */
  changes: { key: string; remove: boolean; thenRead: boolean }[];
  focus: keyof typeof FOCUS;
  damage: { item: number; change: Change }[];
  /**
   * `told`: one more change, with an event that is processed by an instance with empty memory. `silent`: changes
   * without events; everything is read one life later.
   */
  next: 'nothing' | 'told' | 'silent';
  limit: number;
}

const damageOf = (focus: keyof typeof FOCUS) =>
  fc.record({
    keys: fc.array(key, { minLength: 2, maxLength: 6 }),
    large: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
    changes: fc.array(fc.record({ key, remove: fc.boolean(), thenRead: fc.boolean() }), {
      minLength: 1,
      maxLength: 3,
    }),
    focus: fc.constant(focus),
    damage: fc.array(fc.record({ item: fc.nat(), change }), {
      minLength: FOCUS[focus].changes,
      maxLength: FOCUS[focus].changes,
    }),
    next: fc.constantFrom('nothing' as const, 'told' as const, 'silent' as const),
    limit: fc.constantFrom(1, 3, 1_000, 1_000),
  });

export const damagedTable: fc.Arbitrary<Damaged> = fc.oneof(
  { weight: 6, arbitrary: damageOf('observations') },
  { weight: 2, arbitrary: damageOf('heads') },
  { weight: 1, arbitrary: damageOf('bucket') },
);

const LIVE = BUCKETS.find(({ name }) => name === 'live')!;
const ORDINARY = { noCache: false, onlyIfCached: false, noStore: false };

export async function runDamaged(given: Damaged, tally: Tally): Promise<void> {
  await new Run(openEngine(), given, tally).run();
}

class Run {
  readonly #engine: Engine;
  readonly #given: Damaged;
  readonly #tally: Tally;
  readonly #world: World;
  readonly #names: string[];

  constructor(engine: Engine, given: Damaged, tally: Tally) {
    this.#engine = engine;
    this.#given = given;
    this.#tally = tally;
    const telemetry = { count: (counter: Counter, by?: number) => this.#world.telemetry.count(counter, by) };
    const table: IndexTable = createDynamoTable({ client: engine.client, tableName: 'fuzz', telemetry });
    const keys = given.large ? [...given.keys, ...LONG_NAMED_KEYS] : given.keys;
    this.#world = new World(keys, () => table);
    const large = given.large ? LONG_NAMED_KEYS.filter((_, i) => i % 7 === 0) : [];
    this.#names = [...new Set([...given.keys, ...large, ...given.changes.map((one) => one.key)])];
  }

  async run(): Promise<void> {
    const world = this.#world;
    const { changes, focus, damage } = this.#given;
    await this.#readAll(world.reader);
    for (const one of changes) {
      const { key: text, kind } = this.#happen(one);
      await world.tell(text, kind);
      if (one.thenRead) await this.#readAll(world.reader);
    }
    if (focus === 'bucket') await this.#raiseFloor();
    const all = this.#engine.items();
    const items = all.filter((item) => FOCUS[focus].kinds.includes(kindOf(item)));
    for (const { item, change: one } of damage) this.#damage(items[item % items.length]!, one, all);
    await this.#goOn();
    const undecodable = world.counts.undecodable ?? 0;
    // Reads with one instance that remembers what it decoded, and with one that has empty memory.
    await this.#readAll(world.reader);
    await this.#readAll(world.newReader());
    this.#count('found unreadable, and counted', (world.counts.undecodable ?? 0) - undecodable);
  }

  /** Invalidates, as an operator does after changes without events. */
  async #raiseFloor(): Promise<void> {
    this.#world.put(this.#given.keys[0]!);
    const prefixes = directoriesOf(this.#given.keys.slice(0, 1));
    const answer = await this.#world.reader.invalidate({ bucket: LIVE, keys: [], prefixes });
    assert.equal(answer.outcome, 'answered');
    this.#world.pass();
  }

  #happen({ key: text, remove }: Damaged['changes'][number]): { key: string; kind: 'created' | 'removed' } {
    const { keys } = this.#given;
    const about = remove ? keys[text.length % keys.length]! : text;
    if (remove) this.#world.remove(about);
    else this.#world.put(about);
    return { key: about, kind: remove ? 'removed' : 'created' };
  }

  /**
   * Makes the changes that follow the damage. An event that cannot be applied is delivered again later. The life
   * limits the age of wrong answers.
   */
  async #goOn(): Promise<void> {
    const world = this.#world;
    const { keys, changes } = this.#given;
    switch (this.#given.next) {
      case 'nothing':
        return;
      case 'told': {
        const { key: text, kind } = this.#happen(changes[0]!);
        const outcome = await world.tellAnew(text, kind);
        this.#count(`event after the damage: ${outcome}`);
        if (outcome === 'comes again') world.nowMs += HOUR_MS + 1_000;
        return;
      }
      case 'silent':
        world.put(keys[0]!);
        world.remove(keys.at(-1)!);
        world.nowMs += HOUR_MS + 1_000;
    }
  }

  #count(what: string, by = 1): void {
    count(this.#tally, what, by);
  }

  #damage(item: RawItem, one: Change, items: readonly RawItem[]): void {
    const write = changed(item, one, items);
    if (!write) {
      this.#count('damage that does not apply to the item');
      return;
    }
    if (write.remove) this.#engine.remove(item);
    else this.#engine.put(write.put!);
    this.#count(`${KINDS[kindOf(item)]}: ${one.kind}`);
    this.#count('items');
  }

  /** Asks about every directory, every name, and names that never existed. */
  async #readAll(reader: Reader): Promise<void> {
    const world = this.#world;
    for (const prefix of directoriesOf(this.#names)) {
      const entries: object[] = [];
      let after: string | undefined;
      do {
        const answer = await reader.list({
          bucket: LIVE,
          directory: prefix,
          filter: '',
          limit: this.#given.limit,
          freshness: ORDINARY,
          ...(after !== undefined && { after }),
        });
        assert.ok(answer.outcome === 'answered', `list ${JSON.stringify(prefix)}: ${JSON.stringify(answer)}`);
        entries.push(...answer.value.entries.map(shownEntry));
        after = answer.value.next;
      } while (after !== undefined);
      const truth = trueListing(world, 'live', prefix).map(({ key: _, ...entry }) => entry);
      assert.deepEqual(entries, truth, `list ${JSON.stringify(prefix)}`);
    }
    const asked = [...this.#names, 'none', 'a/none'];
    for (const text of asked.slice(-4)) {
      const full = text.length % 2 === 0;
      const answer = await reader.stat({ bucket: LIVE, key: text, full, freshness: ORDINARY });
      const said = answer.outcome === 'answered' ? answer.value : undefined;
      if (answer.outcome === 'failed')
        assert.equal(answer.code, 'no-such-key', `stat ${JSON.stringify(text)}`);
      this.#checkStat(text, said);
    }
    const full = asked.length % 2 === 0;
    const many = await reader.statMany({ bucket: LIVE, keys: asked, full, freshness: ORDINARY });
    assert.ok(many.outcome === 'answered');
    for (const result of many.value) this.#checkStat(result.key, result.found ? result.stat : undefined);
  }

  #checkStat(text: string, said: Stat | undefined): void {
    const truth = trueStat(this.#world, 'live', text, false) as Record<string, unknown> | undefined;
    const shown =
      said &&
      (said.type === 'object'
        ? shownEntry(said.entry)
        : {
            type: said.type,
            size: said.totals.sizeBytes,
            objects: said.totals.objects,
            directories: said.totals.directories,
            lastModified: shownTime(said.totals.lastModifiedMs),
            complete: said.totals.complete,
          });
    const due = truth && Object.fromEntries(Object.keys(shown ?? truth).map((name) => [name, truth[name]]));
    assert.deepEqual(shown, due, `stat ${JSON.stringify(text)}`);
  }
}

const shownTime = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms).toISOString());

/** Converts an entry to the form of truth.ts, without the key. */
function shownEntry(entry: Entry): object {
  if (entry.type === 'directory') return { type: entry.type, name: entry.name };
  const { type, name, sizeBytes, lastModifiedMs, etag, storageClass } = entry;
  return { type, name, size: sizeBytes, lastModified: shownTime(lastModifiedMs), etag, storageClass };
}

const KINDS: Record<string, string> = { b: 'bucket', h: 'head', p: 'chunk', s: 'record' };

function directoriesOf(keys: readonly string[]): string[] {
  const found = new Set(['']);
  for (const one of keys)
    for (let cut = one.indexOf('/'); cut !== -1; cut = one.indexOf('/', cut + 1))
      found.add(one.slice(0, cut + 1));
  return [...found];
}
