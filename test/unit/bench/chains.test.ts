/**
 * Counts the rounds of calls in docs/performance.md. One more round makes the test fail. It measures no times, only
 * which calls wait for which.
 */
import { describe, expect, test } from '@jest/globals';
import { CHAINS } from '../../../bench/chains.ts';
import { Rounds } from '../../support/rounds.ts';
import { ORDINARY, World } from '../../support/world.ts';

/** Longer than an instance caches the bucket's item. */
const LATER_MS = 5_000;

class Asked {
  readonly #rounds = new Rounds();
  readonly world = new World({
    table: (table) => this.#rounds.table(table),
    store: (store) => this.#rounds.store(store),
  });

  /** A world in which the bucket's item exists, and this instance's cached copy of it has expired. */
  static async of(entries: number): Promise<Asked> {
    const asked = new Asked();
    for (const [i, name] of numbered(entries).entries()) asked.world.put(`d/${name}`, i);
    await asked.world.list('other/');
    return asked;
  }

  list(after?: string, directory = 'd/'): Promise<string> {
    const { reader, bucket } = this.world;
    const question = { bucket, directory, filter: '', after, limit: 1_000, freshness: ORDINARY };
    return this.#chain(() => reader.list(question));
  }

  stat(key: string): Promise<string> {
    const { reader, bucket } = this.world;
    return this.#chain(() => reader.stat({ bucket, key, full: false, freshness: ORDINARY }));
  }

  statMany(keys: string[]): Promise<string> {
    const { reader, bucket } = this.world;
    return this.#chain(() => reader.statMany({ bucket, keys, full: false, freshness: ORDINARY }));
  }

  async write(key: string): Promise<void> {
    await this.world.putAndTell(key);
  }

  async #chain(question: () => Promise<unknown>): Promise<string> {
    this.world.now += LATER_MS;
    return (await this.#rounds.of(question)).map(roundOf).join(' ');
  }
}

function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, i) => String(i).padStart(6, '0'));
}

/** `readHead writeChunk*3 list` -> `DL` */
function roundOf(calls: string): string {
  const kinds: string[] = calls.split(' ').map((call) => {
    if (call.startsWith('list') || call.startsWith('peek')) return 'L';
    return call.startsWith('head') ? 'H' : 'D';
  });
  return ['D', 'L', 'H'].filter((kind) => kinds.includes(kind)).join('');
}

async function warmTotals(entries: number): Promise<string> {
  const asked = await Asked.of(entries);
  while ((await asked.stat('d/')).includes('L'));
  return asked.stat('d/');
}

const COUNTED: Record<string, () => Promise<string>> = {
  'list, cold, 20 entries': async () => (await Asked.of(20)).list(),
  'list, cold, 1,000 entries': async () => (await Asked.of(1_000)).list(),
  'list, cold, page 2': async () => {
    const asked = await Asked.of(1_500);
    await asked.list();
    return asked.list('000999');
  },
  'list, warm': async () => {
    const asked = await Asked.of(20);
    await asked.list();
    return asked.list();
  },
  'list, after a write': async () => {
    const asked = await Asked.of(20);
    await asked.list();
    await asked.write('d/000003');
    return asked.list();
  },
  'stat, warm': async () => {
    const asked = await Asked.of(20);
    await asked.list();
    return asked.stat('d/000003');
  },
  'stat, after a write': async () => {
    const asked = await Asked.of(20);
    await asked.list();
    await asked.write('d/000003');
    return asked.stat('d/000003');
  },
  'stat, cold': async () => (await Asked.of(20)).stat('d/000003'),
  'stat, cold, the watch is remembered': async () => {
    const asked = await Asked.of(20);
    await asked.stat('d/000003');
    return asked.stat('d/000004');
  },
  'stat of a missing key in a listed directory': async () => {
    const asked = await Asked.of(20);
    await asked.list();
    return asked.stat('d/missing');
  },
  'list of what the directory above does not list': async () => {
    const asked = await Asked.of(20);
    await asked.list();
    return asked.list(undefined, 'd/000003/');
  },
  'stat many, 1,000, warm': async () => {
    const asked = await Asked.of(1_000);
    await asked.list();
    return asked.statMany(numbered(1_000).map((name) => `d/${name}`));
  },
  'stat many, 1,000 missing, in a listed directory': async () => {
    const asked = await Asked.of(1_000);
    await asked.list();
    return asked.statMany(numbered(1_000).map((name) => `d/${name}x`));
  },
  'totals of 3,000, cold': async () => (await Asked.of(3_000)).stat('d/'),
  'totals of 30,000, warm': () => warmTotals(30_000),
  'totals of 100,000, warm': () => warmTotals(100_000),
};

describe('chains', () => {
  test('every row of the table is counted', () => {
    expect(Object.keys(COUNTED)).toEqual(CHAINS.map(({ question }) => question));
  });

  test.each(CHAINS)('$question: $now', async ({ question, now }) => {
    expect(await COUNTED[question]!()).toBe(now);
  });
});
