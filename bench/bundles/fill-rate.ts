/**
 * How many keys a second one usage request lists, by the memory of the function, which determines its share of a
 * processor. The function runs in a separate process, which is stopped whenever it has used its share.
 */
import type { UsageAnswer } from '../../contract/answers/usage.ts';
import { httpEvent } from '../asker.ts';
import { BUCKET } from '../contestant.ts';
import type { Servers } from '../servers/start.ts';
import type { Bundle } from './bundle.ts';
import { limitCpu } from './cpu-limit.ts';
import { forkListing } from './forked-listing.ts';

export interface FillRate {
  memoryMb: number;
  keys: number;
  keysPerSecond: number;
  /** Processor time for 1,000 keys. */
  cpuMsPerThousand: number;
}

const MEMORY_MB = [256, 512, 1_024, 1_769];
/** A function with this much memory has one whole processor. A function with less has a share of it. */
const ONE_PROCESSOR_MB = 1_769;
const WIDTH = 30;
const OBJECTS_EACH = 100;
const PREFIX = 'rate/';

export async function fillRates(servers: Servers, bundles: readonly Bundle[]): Promise<FillRate[]> {
  if (process.platform !== 'linux') return [];
  const listing = bundles.find(({ name }) => name === 'listing')!;
  const keys = WIDTH * WIDTH * OBJECTS_EACH;
  await servers.fill(
    Array.from({ length: WIDTH * WIDTH }, (_, i) => ({
      bucket: BUCKET,
      prefix: `${PREFIX}${Math.floor(i / WIDTH)}/${i % WIDTH}/`,
      count: OBJECTS_EACH,
    })),
  );
  const rates: FillRate[] = [];
  for (const memoryMb of MEMORY_MB) {
    const tableName = `rate-${memoryMb}`;
    await servers.createTable(tableName);
    const { ms, cpuMs } = await timeOf(servers, listing, { tableName, memoryMb, keys });
    rates.push({
      memoryMb,
      keys,
      keysPerSecond: (1_000 * keys) / ms,
      cpuMsPerThousand: (1_000 * cpuMs) / keys,
    });
  }
  return rates;
}

async function timeOf(
  servers: Servers,
  listing: Bundle,
  { tableName, memoryMb, keys }: { tableName: string; memoryMb: number; keys: number },
): Promise<{ ms: number; cpuMs: number }> {
  const { child, ask: send } = forkListing(servers, listing, {
    tableName,
    execArgv: [`--max-old-space-size=${Math.floor(memoryMb * 0.75)}`],
  });
  const ask = (path: string, query: Record<string, string>) => send(httpEvent('GET', path, query));
  try {
    // The first request starts the function, so that the start is not measured.
    const { cpuMs: startCpuMs } = await ask('/v1/health', {});
    const limit = limitCpu(child.pid!, Math.min(1, memoryMb / ONE_PROCESSOR_MB));
    const from = performance.now();
    try {
      for (;;) {
        const { body, cpuMs } = await ask(`/v1/buckets/${BUCKET}/usage`, { prefix: PREFIX });
        const { complete, objects } = JSON.parse(body) as UsageAnswer;
        if (!complete) continue;
        if (objects !== keys) throw new Error(`${objects} of ${keys} objects`);
        return { ms: performance.now() - from, cpuMs: cpuMs - startCpuMs };
      }
    } finally {
      limit.end();
    }
  } finally {
    child.kill('SIGKILL');
  }
}
