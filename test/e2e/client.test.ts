/**
 * The client against the local stack, and every line of docs/api.md and docs/client.md. The curl lines are sent as
 * requests; the code blocks are type-checked and run.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type * as z from 'zod/mini';
import { bucketsAnswer } from '../../contract/answers/buckets.ts';
import { inspectAnswer } from '../../contract/answers/inspect.ts';
import { invalidateAnswer } from '../../contract/answers/invalidate.ts';
import { listAnswer } from '../../contract/answers/list.ts';
import { healthAnswer } from '../../contract/answers/service.ts';
import { statAnswer } from '../../contract/answers/stat.ts';
import { statManyAnswer } from '../../contract/answers/stat-many.ts';
import { statsAnswer } from '../../contract/answers/stats.ts';
import { type Client, createClient, type EntryJson } from '../../contract/client.ts';
import { OPERATIONS } from '../../contract/operations.ts';
import { type RunningStack, startStack } from '../support/stack.ts';

const ROOT = new URL('../../', import.meta.url).pathname;
const doc = (name: string) => readFileSync(join(ROOT, 'docs', name), 'utf8');
const LOCAL = 'http://127.0.0.1:4000';
const MANY = 2_345;

let folder: string;
let stack: RunningStack;
let client: Client;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 's3dex-client-'));
  mkdirSync(join(folder, 'bucket/photos/raw'), { recursive: true });
  mkdirSync(join(folder, 'bucket/many'));
  for (const name of ['cat.jpg', 'dog.jpg', 'raw/1.raw'])
    writeFileSync(join(folder, 'bucket/photos', name), name);
  for (let index = 0; index < MANY; index++) writeFileSync(join(folder, 'bucket/many', `f${index}`), '');
  stack = await startStack(['--import', `${join(folder, 'bucket')}=demo`]);
  client = createClient({ endpoint: stack.apiUrl });
});

afterAll(async () => {
  await stack?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function namesOf(entries: AsyncIterable<EntryJson>): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of entries) names.push(name);
  return names;
}

/** Parses each answer by its schema, which rejects unknown fields. */
const parsed = <T extends z.ZodMiniType>(schema: T, { freshness, ...answer }: { freshness: unknown }) => {
  expect(freshness).toBeDefined();
  return schema.parse(answer);
};

describe('the client', () => {
  test('returns what the contract says, for every operation', async () => {
    parsed(listAnswer, await client.list('demo', 'photos/'));
    const { found, ...stat } = await client.stat('demo', 'photos/cat.jpg', { detail: 'full' });
    expect(found).toBe(true);
    parsed(statAnswer, stat);
    parsed(statManyAnswer, await client.statMany('demo', ['photos/', 'photos/cat.jpg', 'no']));
    parsed(inspectAnswer, await client.inspect('demo', 'photos/'));
    parsed(bucketsAnswer, await client.buckets());
    parsed(statsAnswer, await client.stats());
    parsed(healthAnswer, await client.health());
    parsed(invalidateAnswer, await client.invalidate('demo', { keys: ['photos/cat.jpg'] }));
  });

  test('lists the same names with pages of any size', async () => {
    const all = await namesOf(client.entries('demo', 'many/'));
    expect(all).toHaveLength(MANY);
    expect(new Set(all).size).toBe(MANY);
    expect(await namesOf(client.entries('demo', 'many/', { limit: 700 }))).toEqual(all);
  });

  test('stats more keys than one request may contain', async () => {
    const keys = Array.from({ length: MANY + 1 }, (_, index) => `many/f${index}`);
    const { results, freshness } = await client.statMany('demo', keys);
    expect(results.map(({ key }) => key)).toEqual(keys);
    expect(results.filter(({ found }) => !found).map(({ key }) => key)).toEqual([`many/f${MANY}`]);
    expect(freshness.cacheStatus).toMatchObject({ hit: true });
  });

  test('revalidates an answer that it holds, without an S3 call', async () => {
    const first = await client.list('demo', 'photos/');
    const before = await stack.metrics();
    const second = await client.list('demo', 'photos/');
    expect(second.freshness).toMatchObject({ revalidated: true, cacheStatus: { hit: true } });
    expect(second.entries).toEqual(first.entries);
    expect((await stack.metrics()).s3).toEqual(before.s3);
  });

  test('sees a change once its event is processed', async () => {
    await client.list('demo', 'photos/');
    await stack.s3.send(new PutObjectCommand({ Bucket: 'demo', Key: 'photos/new.jpg', Body: 'new' }));
    await stack.settle();
    const page = await client.list('demo', 'photos/');
    expect(page.freshness.revalidated).toBe(false);
    expect(page.entries).toContainEqual(expect.objectContaining({ name: 'new.jpg', size: 3 }));
  });

  test('names the invalid field', async () => {
    await expect(client.list('demo', '', { limit: 5_000 })).rejects.toMatchObject({
      code: 'invalid-request',
      status: 400,
      detail: expect.stringMatching(/^limit: /),
      requestId: expect.any(String),
    });
    await expect(client.list('demo', 'unseen/', { onlyIfCached: true })).rejects.toMatchObject({
      code: 'only-if-cached',
    });
  });
});

describe('docs/api.md', () => {
  const lines = [...doc('api.md').matchAll(/^```sh\n(curl [\s\S]*?)\n```$/gm)].map((match) => match[1]!);
  const request = (line: string) => ({
    method: line.match(/-X (\w+)/)?.[1] ?? 'GET',
    path: line.match(/'http:\/\/127\.0\.0\.1:4000([^']*)'/)![1]!,
    body: line.match(/-d '([^']*)'/)?.[1],
  });

  /** The fill ID in the document. It is replaced by the ID of the fill that the line before began. */
  const SAMPLE_FILL = 'x2K9mQ4r1Zs';
  let fillId = '';

  test('has a line for every operation', () => {
    const routes = lines.map(request).map(({ method, path }) => `${method} ${path.split('?')[0]}`);
    const operations = Object.values(OPERATIONS);
    expect(routes).toEqual(
      operations.map(
        ({ method, path }) => `${method} ${path.replace('{bucket}', 'demo').replace('{id}', SAMPLE_FILL)}`,
      ),
    );
  });

  test.each(lines)('%s', async (line) => {
    const { method, path, body } = request(line);
    const headers = { 'content-type': 'application/json' };
    const answer = await stack.api(path.replace(SAMPLE_FILL, fillId), {
      method,
      ...(body && { body, headers }),
    });
    const isOfFill = path.includes('/fills');
    expect(answer.status).toBe(isOfFill && method === 'POST' ? 202 : method === 'DELETE' ? 204 : 200);
    if (answer.status === 204) return;
    expect(answer.headers.get('content-type')).toBe('application/json');
    if (answer.status === 202) fillId = ((await answer.json()) as { id: string }).id;
  });
});

describe('docs/client.md', () => {
  const blocks = [...doc('client.md').matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map((match) => match[1]!);
  const run = promisify(execFile);

  test('every code block compiles and runs', async () => {
    const source = join(folder, 'snippets');
    mkdirSync(source);
    blocks.forEach((block, at) => {
      const text = block
        .replaceAll("'s3dex/client'", `'${ROOT}contract/client.ts'`)
        .replaceAll("'s3dex/client/sigv4'", `'${ROOT}contract/client/sigv4.ts'`)
        .replaceAll(LOCAL, stack.apiUrl);
      writeFileSync(join(source, `block-${at}.mts`), text);
    });
    const imports = blocks.map((_block, at) => `await import('./block-${at}.mts');`);
    writeFileSync(join(source, 'all.mts'), [...imports, ''].join('\n'));
    const options = {
      extends: join(ROOT, 'tsconfig.json'),
      compilerOptions: { typeRoots: [join(ROOT, 'node_modules/@types')] },
      include: ['*.mts'],
    };
    writeFileSync(join(source, 'tsconfig.json'), JSON.stringify(options));
    await run(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', source]);
    const { stdout } = await run(process.execPath, [join(source, 'all.mts')]);
    expect(blocks.length).toBeGreaterThan(5);
    for (const told of ['cat.jpg 7', 'no S3 call', 'no-such-bucket 404 ', '4 entries', 'ok'])
      expect(stdout).toContain(told);
  });
});
