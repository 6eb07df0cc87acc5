import { expect, test } from '@jest/globals';
import { ORDINARY, World } from '../support/world.ts';

/**
 * Only one page was read for both `foo` and `foo/`: the nearest page to `foo`. A later page may start between the two
 * names.
 */
test.each([
  ['one stat', 'foo', 'foo'],
  ['a stat of two keys', 'foo', 'g'],
  ['a stat of many keys', 'foo', 'g', 'h', 'i', 'j'],
])(
  '%s finds the directory that a later page shows, which starts between name and name/',
  async (_how, ...keys) => {
    const world = new World();
    world.put('a');
    world.put('z');
    await world.list('');
    world.now += 1_000;
    // The event is late.
    world.put('foo/x');
    const { bucket } = world;
    const question = { bucket, directory: '', filter: '', limit: 100, after: 'foo-' };
    await world.reader.list({ ...question, freshness: { ...ORDINARY, noCache: true } });
    world.now += 1_000;
    const found = keys.length === 1 ? await world.stat('foo') : await world.statMany(keys);
    expect(JSON.stringify(found)).toContain('"type":"directory"');
  },
);
