/** CPU time of a sorted page, warm, compared with loading all pages and sorting in the client. */
import type { Context } from 'aws-lambda';
import type { ListAnswer } from '../../contract/answers/list.ts';
import { httpEvent } from '../asker.ts';
import { BUCKET } from '../contestant.ts';
import { cpuMs } from './cpu-time.ts';
import { createMemoryService } from './memory-service.ts';

export interface SortedTime {
  entries: number;
  /** CPU time of the handler, medians. */
  sortedMs: number;
  /** The same with a glob that matches half of the names. */
  globMs: number;
  /** All pages, one after another. */
  allPagesMs: number;
}

const SIZES = [1_000, 10_000, 100_000];
const ROUNDS = 7;
const CONTEXT = { awsRequestId: 'bench', getRemainingTimeInMillis: () => 29_000 } as Context;

export async function sortedTimes(): Promise<SortedTime[]> {
  const times: SortedTime[] = [];
  for (const entries of SIZES) {
    const prefix = `of-${entries}/`;
    const { handler } = createMemoryService([{ prefix, count: entries }]);
    const ask = async (query: Record<string, string>) => {
      for (;;) {
        const event = httpEvent('GET', `/v1/buckets/${BUCKET}/entries`, { prefix, ...query });
        const { statusCode, body } = await handler(event, CONTEXT);
        if (statusCode === 200) return JSON.parse(body) as ListAnswer;
        // A 503 means that the directory is not completely known yet.
        if (statusCode !== 503) throw new Error(`${statusCode}: ${body}`);
      }
    };
    const sort = '-lastModified';
    const allPages = async () => {
      let cursor: string | undefined;
      do ({ nextCursor: cursor } = await ask(cursor === undefined ? {} : { cursor }));
      while (cursor !== undefined);
    };
    await ask({ sort });
    const sortedMs = await medianOf(() => ask({ sort }));
    const globMs = await medianOf(() => ask({ sort, glob: 'IMG_*[02468].jpg' }));
    times.push({ entries, sortedMs, globMs, allPagesMs: await medianOf(allPages) });
  }
  return times;
}

async function medianOf(ask: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const from = cpuMs();
    await ask();
    times.push(cpuMs() - from);
  }
  return times.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)]!;
}
