import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { ENVIRONMENT, ROOT, type SpawnedStack, spawnStack } from '../support/stack.ts';

/** The tests send many requests, which take long on a busy machine. */
jest.setTimeout(120_000);

const FREE = ['--port', '0', '--s3-port', '0'];
let spawned: SpawnedStack | undefined;
afterEach(() => {
  spawned?.child.kill('SIGKILL');
});

async function start(args: string[]): Promise<{ ready: string | undefined; stack: SpawnedStack }> {
  spawned = spawnStack(args);
  return { ready: await spawned.ready, stack: spawned };
}

async function refusal(args: string[]): Promise<{ code: number | null; lines: string[]; stderr: string }> {
  const { stack } = await start(args);
  const code = await stack.exit;
  return { code, lines: stack.lines, stderr: stack.stderr() };
}

describe('npm start', () => {
  test('with no flag serves this repository and prints a tour whose lines work', async () => {
    const { ready, stack } = await start(FREE);
    const { api, s3, ...rest } = JSON.parse(ready ?? '{}');
    expect(ready).toBe(JSON.stringify({ ready: true, api, s3, buckets: ['demo'] }));
    expect(rest).toEqual({ ready: true, buckets: ['demo'] });
    expect(api).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(s3).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);

    const curls = stack
      .stderr()
      .split('\n')
      .filter((line) => line.trim().startsWith('curl '));
    expect(curls).toHaveLength(3);
    const urls = curls.map((line) => [...line.matchAll(/'(http[^']*)'/g)].map(([, url]) => url ?? ''));
    const listing = (await (await fetch(urls[0]?.[0] ?? '')).json()) as { entries: unknown[] };
    expect(listing.entries.length).toBeGreaterThan(0);
    expect(await (await fetch(urls[1]?.[0] ?? '')).json()).toMatchObject({ type: 'object' });
    const [put = '', settle = '', stat = ''] = urls[2] ?? [];
    expect((await fetch(put, { method: 'PUT', body: 'hello' })).status).toBe(200);
    expect((await fetch(settle, { method: 'POST' })).status).toBe(200);
    expect(await (await fetch(stat)).json()).toMatchObject({ type: 'object', size: 5 });

    // The error of this request must appear only on stderr, so stdout still has one line.
    await fetch(`${api}/v1/buckets/demo/stat`);
    expect(stack.lines).toHaveLength(1);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('%s stops it cleanly', async (signal) => {
    const { ready, stack } = await start([...FREE, '--bucket', 'empty', '--quiet']);
    const { api } = JSON.parse(ready ?? '{}');
    const metrics = await (await fetch(`${api}/_local/metrics`)).json();
    expect(metrics).toEqual({
      s3: { list: 0, head: 0, other: 0 },
      dynamodb: { readUnits: 0, writeUnits: 0, requests: 0 },
      events: { sent: 0, received: 0, skipped: 0, marks: 0, deadLetters: 0 },
      queue: { visible: 0, inFlight: 0 },
      s3Endpoint: { list: 0, head: 0, other: 0 },
    });
    stack.child.kill(signal);
    expect(await stack.exit).toBe(0);
    await expect(fetch(api)).rejects.toThrow();
    expect(stack.stderr()).toBe('');
  });

  test('stopping npm stops it too', async () => {
    const npm = spawn('npm', ['start', '--', ...FREE, '--bucket', 'empty', '--quiet'], {
      cwd: ROOT,
      env: ENVIRONMENT,
    });
    let stderr = '';
    npm.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const exit = once(npm, 'exit');
    let ready: string | undefined;
    for await (const line of createInterface({ input: npm.stdout })) {
      if (!line.startsWith('{')) continue;
      ready = line;
      break;
    }
    expect({ started: ready !== undefined, stderr }).toEqual({ started: true, stderr: '' });
    const { api } = JSON.parse(ready ?? '{}');
    npm.kill('SIGTERM');
    await exit;
    await expect(fetch(api)).rejects.toThrow();
  });

  test('an unknown flag is refused by name', async () => {
    const { code, lines, stderr } = await refusal(['--prot', '4000']);
    expect([code, lines]).toEqual([2, []]);
    expect(stderr).toMatch(/--prot/);
    expect(stderr).toMatch(/--s3-latency/);
  });

  test('for a port in use, the error names the port and the flag that chooses another', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    const { port } = await new Promise<AddressInfo>((resolve) =>
      taken.once('listening', () => resolve(taken.address() as AddressInfo)),
    );
    const api = await refusal(['--port', String(port), '--s3-port', '0', '--bucket', 'empty']);
    const s3 = await refusal(['--port', '0', '--s3-port', String(port), '--bucket', 'empty']);
    taken.close();
    expect([api.code, api.lines, s3.code, s3.lines]).toEqual([1, [], 1, []]);
    expect(api.stderr).toBe(`port ${port} is in use; choose another with --port\n`);
    expect(s3.stderr).toBe(`port ${port} is in use; choose another with --s3-port\n`);
  });
});
