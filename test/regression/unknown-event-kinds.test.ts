/** Events of an unknown kind were skipped, so the keys that they changed were answered wrongly for a whole life. */
import { describe, expect, test } from '@jest/globals';
import { BUCKET, World } from '../support/world.ts';

const notification = (eventName: string, versionId?: string) =>
  JSON.stringify({
    Records: [{ eventName, s3: { bucket: { name: BUCKET }, object: { key: 'd/e/k', versionId } } }],
  });
const bridged = (type: string) =>
  JSON.stringify({
    source: 'aws.s3',
    'detail-type': type,
    detail: { bucket: { name: BUCKET }, object: { key: 'd/e/k' } },
  });

const BODIES: [string, string][] = [
  ['s3:ObjectTransition:Complete', notification('s3:ObjectTransition:Complete')],
  ['ObjectTeleported:Away', notification('ObjectTeleported:Away')],
  ['ObjectTeleported:Away of a version', notification('ObjectTeleported:Away', 'v1')],
  ['Replication:SomethingNew', notification('Replication:SomethingNew')],
  ['a name without a colon', notification('Vanished')],
  ['Object Teleported of EventBridge', bridged('Object Teleported')],
];

async function shown(world: World): Promise<unknown> {
  return Promise.all(
    ['', 'd/', 'd/e/'].map(async (directory) =>
      (await world.list(directory)).entries.map((entry) => [
        entry.name,
        entry.type === 'object' ? entry.sizeBytes : undefined,
      ]),
    ),
  );
}

describe.each(BODIES)('an event of kind %s', (_, body) => {
  test('may mean that the object was overwritten', async () => {
    const world = new World();
    world.put('d/e/k', 1);
    await shown(world);
    world.put('d/e/k', 2);
    await world.deliver(body);
    expect(await shown(world)).toEqual([[['d/', undefined]], [['e/', undefined]], [['k', 2]]]);
  });

  test('may mean that it was removed', async () => {
    const world = new World();
    world.put('d/e/k', 1);
    await shown(world);
    world.remove('d/e/k');
    await world.deliver(body);
    expect(await shown(world)).toEqual([[], [], []]);
  });

  test('may mean that it was created', async () => {
    const world = new World();
    await shown(world);
    world.put('d/e/k', 1);
    await world.deliver(body);
    expect(await shown(world)).toEqual([[['d/', undefined]], [['e/', undefined]], [['k', 1]]]);
  });
});

test('an event of an unknown kind changes nothing if its bucket is not served or its key is impossible', async () => {
  const world = new World();
  await shown(world);
  expect(await world.deliver(notification('ObjectTeleported:Away').replace(BUCKET, 'another'))).toBe(0);
  expect(await world.deliver(notification('ObjectTeleported:Away').replace('d/e/k', ''))).toBe(0);
  expect(world.counts.eventsSkipped).toBe(2);
});
