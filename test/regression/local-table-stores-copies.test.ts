/**
 * The local table stored keys and values as parts of larger buffers, and so kept up to 128 KB for each item. With 64
 * clients, this caused most of the growth of its memory.
 */
import { createRequire } from 'node:module';
import { expect, test } from '@jest/globals';
import { fixDynaliteMemory } from '../../local/dynalite-memory.ts';

/** The store under dynalite's tables. */
const { MemoryLevel } = createRequire(createRequire(import.meta.url).resolve('dynalite'))('memory-level');

test.each(['put', 'batch'] as const)(
  'a %s keeps the bytes of its key and value, and nothing else',
  async (how) => {
    fixDynaliteMemory();
    const level = new MemoryLevel({ valueEncoding: 'json' });
    if (how === 'put') await level.put('key', { n: 1 });
    else await level.batch([{ type: 'put', key: 'key', value: { n: 1 } }]);
    const pairs: [Buffer, Buffer][] = await level
      .iterator({ keyEncoding: 'buffer', valueEncoding: 'buffer' })
      .all();
    expect(pairs.map((pair) => pair.map(String))).toEqual([['key', '{"n":1}']]);
    for (const part of pairs.flat()) expect(part.buffer.byteLength).toBe(part.byteLength);
  },
);
