/** The small tree of the bucket `demo` that the documents' examples use. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ListAnswer } from '../../contract/answers/list.ts';
import type { StatAnswer } from '../../contract/answers/stat.ts';
import { ROOT, type RunningStack, startStack } from '../support/stack.ts';

let stack: RunningStack;

beforeAll(async () => {
  stack = await startStack([]);
});

afterAll(() => stack?.stop());

const list = async (prefix: string) =>
  ((await (await stack.api(`/v1/buckets/demo/entries?prefix=${prefix}`)).json()) as ListAnswer).entries;

/** Every object below the prefix, by listing every directory. */
async function objectsBelow(prefix: string): Promise<(ListAnswer['entries'][number] & { type: 'object' })[]> {
  const entries = await list(encodeURIComponent(prefix));
  const below = entries.map(async (entry) => (entry.type === 'object' ? [entry] : objectsBelow(entry.key)));
  return (await Promise.all(below)).flat();
}

test.each(['docs', 'photos'])('holds every file of local/demo/%s', async (top) => {
  const folder = join(ROOT, 'local/demo', top);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(ROOT, 'local/demo/').length));
  expect((await objectsBelow(`${top}/`)).map(({ key }) => key).sort()).toEqual(files.sort());
});

test('has many sizes, times, types and storage classes', async () => {
  const objects = [...(await objectsBelow('photos/')), ...(await objectsBelow('docs/'))];
  const distinct = (values: unknown[]) => new Set(values).size;
  expect(objects.length).toBeGreaterThanOrEqual(24);
  expect(distinct(objects.map(({ size }) => size))).toBeGreaterThan(20);
  expect(distinct(objects.map(({ lastModified }) => lastModified))).toBeGreaterThan(20);
  expect(distinct(objects.map(({ storageClass }) => storageClass))).toBe(2);
  const types = objects.map(
    async ({ key }) => (await stack.s3.send(new HeadObjectCommand({ Bucket: 'demo', Key: key }))).ContentType,
  );
  expect(distinct(await Promise.all(types))).toBeGreaterThanOrEqual(8);
});

test('has bodies of the sizes that it shows', async () => {
  for (const { key, size } of await objectsBelow('photos/2026/')) {
    const { Body } = await stack.s3.send(new GetObjectCommand({ Bucket: 'demo', Key: key }));
    expect((await Body!.transformToByteArray()).length).toBe(size);
  }
});

test('lists a directory, and stats an object with the fields that only HEAD returns', async () => {
  expect(await (await stack.api('/v1/buckets/demo/stat?key=photos/2026/03/')).json()).toMatchObject({
    type: 'directory',
    objects: 4,
    lastModified: '2026-03-15T22:58:34.000Z',
  });
  const full = (await (
    await stack.api('/v1/buckets/demo/stat?key=photos/cat.jpg&detail=full')
  ).json()) as StatAnswer;
  expect(full).toMatchObject({
    type: 'object',
    lastModified: '2026-05-01T08:00:00.000Z',
    contentType: 'image/jpeg',
  });
});
