import { describe, expect, test } from '@jest/globals';
import { type LocalS3, type LocalS3Options, startLocalS3 } from '../../../local/s3/server.ts';

const NEVER_MS = 3_600_000;

async function start(latency: LocalS3Options['latency']): Promise<LocalS3> {
  const s3 = await startLocalS3({ port: 0, latency });
  s3.storage.createBucket('slow');
  return s3;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

describe('latency', () => {
  test('delays only LIST and HEAD, and closing does not wait for it', async () => {
    const s3 = await start({ listMs: NEVER_MS, headMs: NEVER_MS });
    const settled: string[] = [];
    const slow = [fetch(`${s3.url}/slow`), fetch(`${s3.url}/slow/k`, { method: 'HEAD' })].map((answer) =>
      answer.then(
        () => settled.push('answered'),
        () => settled.push('cut off'),
      ),
    );
    await until(() => s3.requests.list === 1 && s3.requests.head === 1);
    expect((await fetch(`${s3.url}/slow/k`, { method: 'PUT', body: 'x' })).status).toBe(200);
    expect((await fetch(`${s3.url}/slow/k`)).status).toBe(200);
    expect(settled).toEqual([]);
    await s3.close();
    await Promise.all(slow);
    expect(settled).toEqual(['cut off', 'cut off']);
  });

  test('delays the answer after reading: a write during the delay is not in the answer', async () => {
    const s3 = await start({ listMs: 100 });
    try {
      const listing = fetch(`${s3.url}/slow`);
      await until(() => s3.requests.list === 1);
      await fetch(`${s3.url}/slow/later`, { method: 'PUT', body: 'x' });
      expect(await (await listing).text()).not.toContain('later');
      expect(await (await fetch(`${s3.url}/slow`)).text()).toContain('<Key>later</Key>');
    } finally {
      await s3.close();
    }
  });
});
