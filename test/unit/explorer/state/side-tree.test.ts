/** The tree at the side if requests fail: each directory shows its own failure and is requested again. */
import { expect, test } from '@jest/globals';
import { S3dexError } from '../../../../contract/client.ts';
import type { Service } from '../../../../explorer/state/service.ts';
import { SideTree } from '../../../../explorer/state/side-tree.ts';

const directory = (key: string) => ({ type: 'directory' as const, name: key, key });
const page = (prefix: string, ...keys: string[]) => ({ prefix, entries: keys.map(directory) });
const down = new S3dexError({ code: 'unavailable', detail: 'S3 is down' });

function treeOf(answers: { listMany: () => unknown; list?: () => unknown }): SideTree {
  const service = { listMany: async () => answers.listMany(), list: async () => answers.list?.() };
  return new SideTree(service as unknown as Service, 'data');
}

test('a directory with a problem says why, beside those that are known', async () => {
  const problem = { code: 'forbidden', detail: 'outside' };
  const tree = treeOf({ listMany: () => ({ results: [page('', 'a/', 'b/'), { prefix: 'a/', problem }] }) });
  await tree.reveal('a/');
  expect([...tree.branches.value]).toEqual([
    ['', { state: 'listed', directories: ['a/', 'b/'], more: false }],
    ['a/', { state: 'failed', detail: 'outside' }],
  ]);
});

test('a large directory that cannot be read does not hide the others', async () => {
  const tree = treeOf({
    listMany: () => ({ results: [page('', 'a/'), { ...page('a/'), nextCursor: 'c' }] }),
    list: () => {
      throw down;
    },
  });
  await tree.reveal('a/');
  expect(tree.branches.value.get('')).toMatchObject({ state: 'listed', directories: ['a/'] });
  expect(tree.branches.value.get('a/')).toEqual({ state: 'failed', detail: 'S3 is down' });
});

test('after a failed request, opening the directory again asks again', async () => {
  let isDown = true;
  const tree = treeOf({
    listMany: () => {
      if (isDown) throw down;
      return { results: [page('', 'a/')] };
    },
  });
  await tree.toggle('');
  expect(tree.branches.value.get('')).toEqual({ state: 'failed', detail: 'S3 is down' });
  isDown = false;
  await tree.toggle('');
  await tree.toggle('');
  expect(tree.branches.value.get('')).toMatchObject({ state: 'listed', directories: ['a/'] });
});
