/** Runs commands in tests. Their output is kept, and the test answers their requests. */

import { run } from '../../cli/run.ts';
import type { World } from '../../cli/world.ts';

export interface Ran {
  code: number;
  out: string;
  err: string;
}

export interface Worldly {
  env?: Record<string, string>;
  fetch?: typeof fetch;
  isTerminal?: boolean;
  colours?: boolean;
  columns?: number;
  signal?: AbortSignal;
  now?: () => number;
  /** Default: `tick` is never called. */
  every?: World['every'];
}

/** Waits take real time if the process's own clock is used, and no time if the test gives `now`. */
export function testWorld(given: Worldly = {}): { world: World; out: () => string; err: () => string } {
  const texts = { out: '', err: '' };
  const output = (name: 'out' | 'err') => ({
    write: async (text: string) => {
      texts[name] += text;
    },
    isTerminal: given.isTerminal ?? false,
    columns: given.columns ?? 80,
  });
  const world: World = {
    out: output('out'),
    err: output('err'),
    env: given.env ?? {},
    fetch: given.fetch ?? fetch,
    now: given.now ?? Date.now,
    wait: async (ms, signal) => {
      signal?.throwIfAborted();
      if (!given.now) await new Promise((resolve) => setTimeout(resolve, ms));
    },
    every: given.every ?? (() => () => {}),
    signal: given.signal ?? new AbortController().signal,
    colours: { out: given.colours ?? false, err: given.colours ?? false },
  };
  return { world, out: () => texts.out, err: () => texts.err };
}

/** Runs a command line, given without the `s3dex` before it. */
export async function runCommand(argv: string[], given: Worldly = {}): Promise<Ran> {
  const { world, out, err } = testWorld(given);
  const code = await run(argv, world);
  return { code, out: out(), err: err() };
}

/**
 * Answers by path (with its query, if the test gives one), with the same answer each time. An unknown path gets the
 * service's 404.
 */
export function answering(answers: Record<string, unknown>): { fetch: typeof fetch; asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    fetch: async (input, init) => {
      const url = new URL(String(input));
      asked.push(`${init?.method ?? 'GET'} ${url.pathname}${url.search}`);
      const answer = answers[url.pathname + url.search] ?? answers[url.pathname];
      if (answer instanceof Response) return answer.clone();
      if (answer instanceof Error) throw answer;
      if (answer === undefined) {
        const problem = {
          code: 'no-such-bucket',
          status: 404,
          detail: 'bucket: no bucket of this name is served',
        };
        return Response.json(problem, { status: 404 });
      }
      return Response.json(answer, { headers: { 'cache-status': 's3dex; hit; ttl=60', age: '5' } });
    },
  };
}
