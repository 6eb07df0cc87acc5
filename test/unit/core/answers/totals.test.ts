/** Totals of a large directory are read from the chunks' items, as far as no record concerns them. */
import { describe, expect, test } from '@jest/globals';
import type { DecodedCache } from '../../../../lambdas/core/ports/decoded-cache.ts';
import { createReader } from '../../../../lambdas/core/reader.ts';
import { ORDINARY, World } from '../../../support/world.ts';

const OBJECTS = 3_000;
const DIRECTORIES = 40;
const SUM = (OBJECTS * (OBJECTS - 1)) / 2;
const nameOf = (index: number) => String(index).padStart(6, '0');

/** A listed directory, and a reader that counts the chunks it decodes. */
async function large() {
  let decoded = 0;
  const counting: DecodedCache = {
    get: () => undefined,
    set: () => {
      decoded++;
    },
  };
  const world = new World();
  world.put('d/', 1_000_000);
  for (let i = 0; i < OBJECTS; i++) world.put(`d/${nameOf(i)}`, i);
  for (let i = 0; i < DIRECTORIES; i++) world.put(`d/${nameOf(i * 50)}-/x`, 1);
  const reader = createReader({ ...world.newDeps(), decoded: counting });
  const totals = async () => {
    decoded = 0;
    const question = { bucket: world.bucket, key: 'd/', full: false, freshness: ORDINARY };
    const answer = await reader.stat(question);
    if (answer.outcome !== 'answered' || answer.value.type !== 'directory') throw new Error('no totals');
    return { totals: answer.value.totals, decoded, served: answer.provenance.served };
  };
  await totals();
  return { world, totals };
}

async function write(world: World, key: string, sizeBytes: number): Promise<void> {
  world.put(key, sizeBytes);
  await world.apply([{ key, kind: 'created' }]);
}

describe('warm totals', () => {
  test('decode only the chunk that may hold the marker', async () => {
    const { totals } = await large();
    const warm = await totals();
    expect(warm.totals).toMatchObject({
      objects: OBJECTS,
      directories: DIRECTORIES,
      sizeBytes: SUM,
      complete: true,
    });
    expect(warm.totals.marker).toMatchObject({ sizeBytes: 1_000_000 });
    expect([warm.served, warm.decoded]).toEqual(['hit', 1]);
  });

  test('decode a chunk that a record concerns, and no other: an object that grew, one that is gone, one that is new', async () => {
    const { world, totals } = await large();
    await write(world, `d/${nameOf(1_500)}`, 1_000_000_000);
    await totals();
    const grown = await totals();
    expect(grown.totals.sizeBytes).toBe(SUM - 1_500 + 1_000_000_000);
    expect([grown.served, grown.decoded]).toEqual(['hit', 2]);

    await world.removeAndTell(`d/${nameOf(2_900)}`);
    await write(world, `d/${nameOf(1_500)}+`, 7);
    const { objects, directories, sizeBytes } = (await totals()).totals;
    expect([objects, directories]).toEqual([OBJECTS, DIRECTORIES]);
    expect(sizeBytes).toBe(SUM - 1_500 + 1_000_000_000 - 2_900 + 7);
  });

  test('have the time of the newest object, whether it is in a counted or in a decoded chunk', async () => {
    const { world, totals } = await large();
    const before = (await totals()).totals.lastModifiedMs;
    world.now += 10_000;
    await write(world, `d/${nameOf(2_000)}`, 2_000);
    expect((await totals()).totals.lastModifiedMs).toBeGreaterThan(before!);
  });
});
