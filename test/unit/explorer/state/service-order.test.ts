/** Rows in the service's order, which are requested repeatedly from a service in memory. */
import { expect, test } from '@jest/globals';
import { signal } from '@preact/signals';
import type { EntryJson } from '../../../../contract/answers/entry.ts';
import type { PageOptions } from '../../../../contract/client.ts';
import type { Arrangement } from '../../../../explorer/model/arrange.ts';
import type { Service } from '../../../../explorer/state/service.ts';
import { ServiceOrder } from '../../../../explorer/state/service-order.ts';

const START_MS = Date.parse('2026-01-01T00:00:00Z');
const name = (index: number) => `n${String(index).padStart(5, '0')}`;
const object = (index: number, atSecond = index): EntryJson => ({
  ...{ type: 'object', name: name(index), key: name(index), size: 1, etag: '"e"' },
  lastModified: new Date(START_MS + atSecond * 1_000).toISOString(),
});
const directory = (index: number): EntryJson => ({
  type: 'directory',
  name: `d${name(index)}/`,
  key: `d${name(index)}/`,
});
const objects = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => object(from + index));
const timeOf = (entry: EntryJson): string => (entry.type === 'object' ? (entry.lastModified ?? '') : '');

function compareBy(sort: string): (a: EntryJson, b: EntryJson) => number {
  const sortValueOf = sort.endsWith('lastModified') ? timeOf : (entry: EntryJson): string => entry.name;
  const sign = sort.startsWith('-') ? -1 : 1;
  return (a, b) => {
    if (sortValueOf(a) !== sortValueOf(b)) return sortValueOf(a) < sortValueOf(b) ? -sign : sign;
    return a.name < b.name ? -1 : Number(a.name > b.name);
  };
}

function opened(entries: EntryJson[], arrangement: Partial<Arrangement>) {
  const held = { entries };
  const list = async (
    _bucket: string,
    _prefix: string,
    { sort = 'name', type, limit = 1_000, cursor }: PageOptions,
  ) => {
    const compare = compareBy(sort);
    const after = cursor === undefined ? undefined : (JSON.parse(cursor) as EntryJson);
    const all = held.entries
      .filter((entry) => type === undefined || entry.type === type)
      .filter((entry) => after === undefined || compare(after, entry) < 0)
      .toSorted(compare);
    const page = all.slice(0, limit);
    return { entries: page, nextCursor: all.length > limit ? JSON.stringify(page.at(-1)) : undefined };
  };
  let next = () => {};
  const wait = (_ms: number, ended: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      next = resolve;
      ended.addEventListener('abort', () => reject(ended.reason));
    });
  const order = new ServiceOrder(
    { bucket: 'b', prefix: '' },
    {
      filter: '',
      foldersFirst: false,
      sort: { by: 'modified', descending: true },
      ...arrangement,
    } as Arrangement,
    { service: { list } as unknown as Service, pace: { live: signal(true), visible: signal(true), wait } },
  );
  const settled = () => new Promise((resolve) => setTimeout(resolve, 10));
  return {
    held,
    order,
    settled,
    names: () => order.rows.value.map((row) => row.name),
    async askAgain() {
      next();
      await settled();
    },
    async readToEnd() {
      for (;;) {
        const phase = order.phase.value;
        if (phase.state !== 'there' || !phase.more) return;
        await order.readOn();
      }
    },
  };
}

const newestFirst = (entries: readonly EntryJson[]) =>
  entries.toSorted(compareBy('-lastModified')).map((it) => it.name);

test.each([1, 2])('more new objects than a page leave no gap, with %i pages held', async (pages) => {
  const it = opened(objects(0, 600), {});
  await it.settled();
  if (pages === 2) await it.order.readOn();
  it.held.entries = [...it.held.entries, ...objects(10_000, 250)];
  await it.askAgain();
  expect(it.names()).toEqual(newestFirst(it.held.entries).slice(0, it.names().length));
  await it.readToEnd();
  expect(it.names()).toEqual(newestFirst(it.held.entries));
  it.order.close();
});

test('an object that moves behind the held rows, and one that is deleted there, are shown as they are now', async () => {
  const it = opened(objects(0, 300), { sort: { by: 'modified', descending: false } });
  await it.settled();
  await it.readToEnd();
  it.held.entries = it.held.entries.filter((row) => row.name !== name(5) && row.name !== name(250));
  it.held.entries.push(object(5, 99_999));
  await it.askAgain();
  await it.readToEnd();
  expect(it.names()).toEqual(it.held.entries.toSorted(compareBy('lastModified')).map((row) => row.name));
  it.order.close();
});

test('rows beyond those that one request returns are kept while the first ones do not change', async () => {
  const it = opened(objects(0, 1_500), {});
  await it.settled();
  await it.readToEnd();
  await it.askAgain();
  expect(it.names()).toEqual(newestFirst(it.held.entries));
  it.order.close();
});

test('folders first shows all directories, in the direction of the names', async () => {
  const entries = [...Array.from({ length: 1_500 }, (_, index) => directory(index)), ...objects(0, 10)];
  const it = opened(entries, { foldersFirst: true, sort: { by: 'name', descending: true } });
  await it.settled();
  expect(it.names()).toHaveLength(1_510);
  expect(it.names()[0]).toBe(directory(1_499).name);
  it.order.close();
});
