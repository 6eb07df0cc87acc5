/** The time of the listing handler itself for warm answers, compared with JSON.stringify of the same answers. */
import type { Context } from 'aws-lambda';
import { Bench } from 'tinybench';
import { httpEvent } from '../asker.ts';
import { BUCKET } from '../contestant.ts';
import { cpuMs } from './cpu-time.ts';
import { createMemoryService } from './memory-service.ts';

export interface HandlerTime {
  entries: number;
  /** Medians. */
  handlerMs: number;
  stringifyMs: number;
  ratio: number;
}

const SIZES = [100, 1_000];
/** Measures CPU time, so that other processes do not matter. */
const RUN = { time: 1_500, warmupTime: 500, now: cpuMs };
const CONTEXT = { awsRequestId: 'bench', getRemainingTimeInMillis: () => 29_000 } as Context;

export async function handlerTimes(): Promise<HandlerTime[]> {
  const { handler } = createMemoryService(SIZES.map((count) => ({ prefix: `of-${count}/`, count })));
  const times: HandlerTime[] = [];
  for (const entries of SIZES) {
    const ask = () => {
      const query = { prefix: `of-${entries}/`, limit: '1000' };
      return handler(httpEvent('GET', `/v1/buckets/${BUCKET}/entries`, query), CONTEXT);
    };
    const answer: unknown = JSON.parse((await ask()).body);
    const bench = new Bench(RUN).add('handler', ask).add('stringify', () => JSON.stringify(answer));
    await bench.run();
    const [handlerMs = Number.NaN, stringifyMs = Number.NaN] = bench.tasks.map(({ result }) =>
      'latency' in result ? result.latency.p50 : Number.NaN,
    );
    times.push({ entries, handlerMs, stringifyMs, ratio: handlerMs / stringifyMs });
  }
  return times;
}
