/** Walking a tree of directories: completely, with limited concurrency, to the requested depth. */
import { describe, expect, test } from '@jest/globals';
import { type WarmOptions, type WarmTotals, warmTree } from '../../../cli/warm-tree.ts';
import { createClient, type EntryJson } from '../../../contract/client.ts';

/** A bucket of directories, each with `width` directories and one object below it, `depth` levels deep. */
function tree(width: number, depth: number, failing: (prefix: string) => boolean = () => false) {
  const state = { running: 0, most: 0, requests: 0, asked: [] as string[] };
  const client = createClient({
    endpoint: 'http://index.example',
    retries: 0,
    fetch: async (input, init) => {
      init?.signal?.throwIfAborted();
      const one = new URL(String(input)).searchParams.get('prefix') ?? '';
      const many = init?.body
        ? (JSON.parse(String(init.body)) as { prefixes: string[] }).prefixes
        : undefined;
      state.asked.push(...(many ?? [one]));
      state.requests++;
      state.most = Math.max(state.most, ++state.running);
      await new Promise((resolve) => setImmediate(resolve));
      state.running--;
      if (!many) {
        const answer = directory(one);
        return 'problem' in answer
          ? Response.json(answer.problem, { status: 502 })
          : Response.json({ bucket: 'demo', ...answer });
      }
      const results = many.map(directory);
      const failed = results.find((it) => 'problem' in it);
      if (failed && results.every((it) => 'problem' in it))
        return Response.json((failed as { problem: object }).problem, { status: 502 });
      return Response.json({ results });
    },
  });
  const directory = (prefix: string) => {
    if (failing(prefix)) return { prefix, problem: { code: 'upstream-failed', detail: prefix } };
    const level = prefix.split('/').length - 1;
    const below: EntryJson[] =
      level === depth
        ? []
        : Array.from({ length: width }, (_, index) => ({
            type: 'directory',
            name: `${index}/`,
            key: `${prefix}${index}/`,
          }));
    const file: EntryJson = { type: 'object', name: 'f', key: `${prefix}f`, size: 10 };
    return { prefix, entries: [...below, file] };
  };
  return { client, state };
}

const options = (more: Partial<WarmOptions> = {}): WarmOptions => ({
  bucket: 'demo',
  prefix: '',
  parallel: 4,
  ask: {},
  onProgress: () => {},
  ...more,
});

describe('warming a tree', () => {
  test('reads every directory once', async () => {
    const { client, state } = tree(3, 3);
    const totals = await warmTree(client, options());
    expect(totals).toMatchObject({
      directories: 40,
      objects: 40,
      bytes: 400,
      fetched: 40,
      hits: 0,
      waiting: 0,
    });
    expect(state.asked).toHaveLength(40);
    expect(new Set(state.asked).size).toBe(40);
  });

  test('asks for many directories in a request', async () => {
    const { client, state } = tree(250, 1);
    const totals = await warmTree(client, options({ parallel: 1 }));
    expect(totals.directories).toBe(251);
    expect(state.requests).toBe(4);
  });

  test('sends as many concurrent requests as allowed, and no more', async () => {
    const { client, state } = tree(5, 2);
    await warmTree(client, options({ parallel: 3 }));
    expect(state.most).toBe(3);
  });

  test('stops at the requested depth', async () => {
    const { client } = tree(3, 3);
    expect((await warmTree(client, options({ depth: 1 }))).directories).toBe(4);
  });

  test('continues if one directory cannot be read', async () => {
    const { client } = tree(3, 2, (prefix) => prefix === '1/');
    const totals = await warmTree(client, options());
    expect(totals.directories).toBe(9);
    expect(totals.failed.map(({ prefix }) => prefix)).toEqual(['1/']);
  });

  test('fails if the first directory cannot be read, or none can', async () => {
    await expect(warmTree(tree(3, 2, (prefix) => prefix === '').client, options())).rejects.toMatchObject({
      code: 'upstream-failed',
    });
    const { client, state } = tree(500, 1, (prefix) => prefix !== '');
    await expect(warmTree(client, options())).rejects.toMatchObject({ code: 'upstream-failed' });
    expect(state.asked.length).toBeLessThan(1 + 500 + 120);
  });

  test('stops when its signal is aborted', async () => {
    const controller = new AbortController();
    const { client, state } = tree(10, 3);
    let steps = 0;
    const running = warmTree(
      client,
      options({
        ask: { signal: controller.signal },
        onProgress: () => {
          if (++steps === 3) controller.abort(new Error('enough'));
        },
      }),
    );
    await expect(running).rejects.toThrow('enough');
    expect(state.requests).toBeLessThan(10);
  });

  test('reports its progress', async () => {
    const told: Pick<WarmTotals, 'directories' | 'waiting'>[] = [];
    await warmTree(
      tree(2, 1).client,
      options({ parallel: 1, onProgress: ({ directories, waiting }) => told.push({ directories, waiting }) }),
    );
    expect(told).toEqual([
      { directories: 1, waiting: 2 },
      { directories: 3, waiting: 0 },
    ]);
  });
});
