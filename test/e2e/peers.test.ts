/** Failures that other indexes had (each with the project's name), tested as a user of this one would see them. */
import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { listAll, stat } from '../support/index-view.ts';
import { type RunningStack, startStack } from '../support/stack.ts';

let stack: RunningStack;
beforeAll(async () => {
  stack = await startStack(['--bucket', 'peers']);
});
afterAll(() => stack.stop());

const put = (bucket: string, key: string, body = key) =>
  stack.s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: Buffer.from(body) }));
const remove = (bucket: string, key: string) =>
  stack.s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
const names = async (bucket: string, prefix: string) =>
  (await listAll(stack, bucket, prefix)).entries.map((entry) => entry.name);

describe('failures of other indexes do not occur', () => {
  test('a write into a/b/ shows in the listings of a/ and the root, whatever was cached there', async () => {
    expect(await names('peers', '')).toEqual([]);
    expect(await names('peers', 'tfm/')).toEqual([]);
    await put('peers', 'tfm/b/c.txt');
    await stack.settle();
    expect(await names('peers', '')).toEqual(['tfm/']);
    expect(await names('peers', 'tfm/')).toEqual(['b/']);
  });

  test('an object that is polled for before it exists is found when it is written', async () => {
    for (let poll = 0; poll < 20; poll += 1) expect((await stat(stack, 'peers', 'soon/x')).status).toBe(404);
    await put('peers', 'soon/x');
    await stack.settle();
    expect((await stat(stack, 'peers', 'soon/x')).status).toBe(200);
  });

  test('an overwrite within the same second is visible', async () => {
    await put('peers', 'twice.txt', 'one');
    await stack.settle();
    expect((await stat(stack, 'peers', 'twice.txt')).body).toMatchObject({ size: 3 });
    await put('peers', 'twice.txt', 'three');
    await stack.settle();
    expect((await stat(stack, 'peers', 'twice.txt')).body).toMatchObject({ size: 5 });
  });

  test('a file that is deleted and created again is listed', async () => {
    await put('peers', 'phoenix.txt');
    await remove('peers', 'phoenix.txt');
    await stack.settle();
    expect((await stat(stack, 'peers', 'phoenix.txt')).status).toBe(404);
    await put('peers', 'phoenix.txt');
    await stack.settle();
    expect((await stat(stack, 'peers', 'phoenix.txt')).status).toBe(200);
  });

  test('an empty filtered listing hides nothing', async () => {
    await put('peers', 'filtered/sub/x');
    await stack.settle();
    const { entries } = await listAll(stack, 'peers', 'filtered/nothing-like-this');
    expect(entries).toEqual([]);
    expect(await names('peers', 'filtered/')).toEqual(['sub/']);
    expect((await stat(stack, 'peers', 'filtered/sub/x')).status).toBe(200);
  });

  test('`a-/` and `a/` are in the order of their bytes', async () => {
    for (const key of ['order/a0', 'order/a/x', 'order/a-/x', 'order/a']) await put('peers', key);
    await stack.settle();
    expect(await names('peers', 'order/')).toEqual(['a', 'a-/', 'a/', 'a0']);
  });

  test('a marker object appears once, as the directory; a directory is as old as its content', async () => {
    await put('peers', 'marked/', '');
    await put('peers', 'marked/x');
    await stack.settle();
    expect(await names('peers', 'marked/')).toEqual(['', 'x']);
    expect(await names('peers', '')).toContain('marked/');
    const { entries } = await listAll(stack, 'peers', 'marked/');
    const newest = entries
      .map((entry) => ('lastModified' in entry ? entry.lastModified : ''))
      .sort()
      .at(-1);
    const { body } = await stat(stack, 'peers', 'marked/');
    expect(body).toMatchObject({ type: 'directory', objects: 1, directories: 0, lastModified: newest });
    expect(body).toHaveProperty('marker');
  });

  test('a cursor stays valid with another limit and after changes', async () => {
    for (const name of ['a', 'b', 'c', 'd']) await put('peers', `cursor/${name}`);
    await stack.settle();
    const page = (query: string) => stack.api(`/v1/buckets/peers/entries?prefix=cursor/&${query}`);
    const first = (await (await page('limit=2')).json()) as { nextCursor: string };
    await remove('peers', 'cursor/b');
    await put('peers', 'cursor/bb');
    await stack.settle();
    const rest = await page(`limit=3&cursor=${encodeURIComponent(first.nextCursor)}`);
    const { entries } = (await rest.json()) as { entries: { name: string }[] };
    expect(entries.map((entry) => entry.name)).toEqual(['bb', 'c', 'd']);
  });

  test('the same base name under different prefixes is not confused', async () => {
    await put('peers', 'same/one/readme', '1');
    await put('peers', 'same/two/readme', '22');
    await stack.settle();
    expect((await stat(stack, 'peers', 'same/one/readme')).body).toMatchObject({ size: 1 });
    expect((await stat(stack, 'peers', 'same/two/readme')).body).toMatchObject({ size: 2 });
  });
});
