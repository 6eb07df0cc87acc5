/** The commands against the model in memory, through the HTTP handler. A write without an event is a lost event. */

import { type IndexTable, IndexUnavailable } from '../../lambdas/core/ports/index-table.ts';
import type { HttpResponse } from '../../lambdas/http/respond.ts';
import { eventOf } from '../unit/http/fixture.ts';
import { runCommand } from './command-world.ts';
import { HOUR_MS, World, type WorldOptions } from './world.ts';
import { handlerOf } from './world-handler.ts';

/** Returns an answer that replaces that of the service. */
export type Refusal = (request: { method: string; url: URL }) => Response | undefined;

export class VerifyWorld {
  readonly world: World;
  /** Method, path and query of every request. */
  readonly asked: string[] = [];
  refuse: Refusal = () => undefined;
  readonly #handler;

  constructor(options: WorldOptions = {}) {
    this.world = new World(options);
    const { world } = this;
    this.#handler = handlerOf(world);
  }

  readonly fetch: typeof fetch = async (input, init) => {
    const url = new URL(String(input));
    const method = init?.method ?? 'GET';
    this.asked.push(`${method} ${url.pathname}${url.search}`);
    // Each request takes a moment, as in reality.
    this.world.now += 1;
    const refused = this.refuse({ method, url });
    if (refused) return refused;
    const headers = Object.fromEntries(new Headers(init?.headers));
    const body = init?.body === undefined ? undefined : String(init.body);
    const event = eventOf({ method, path: url.pathname, query: url.search.slice(1), headers, body });
    const answer = (await this.#handler(event, {} as never)) as HttpResponse;
    return new Response(answer.body, { status: answer.statusCode, headers: answer.headers });
  };

  run(...argv: string[]) {
    return this.runUntil(new AbortController().signal, ...argv);
  }

  runUntil(signal: AbortSignal, ...argv: string[]) {
    const env = { S3DEX_ENDPOINT: 'http://index.example' };
    return runCommand(argv, { env, fetch: this.fetch, now: () => this.world.now, signal });
  }

  /** The bucket's epoch begins, and lives get their whole length. */
  async settle(): Promise<void> {
    await this.world.list('not-there/');
    this.world.now += HOUR_MS;
  }

  /** Runs `verify --json`. `keys` are those of the differences. */
  async verify(...argv: string[]) {
    const { code, out, err } = await this.run('--json', 'verify', ...argv);
    const result = out === '' ? undefined : JSON.parse(out);
    const keys: string[] = (result?.differences ?? []).map(({ key }: { key: string }) => key).sort();
    return { code, out, err, result, keys };
  }
}

/** A table that can be switched off. */
export function breakableTable() {
  const state = { isDown: false };
  const table = (inner: IndexTable): IndexTable =>
    new Proxy(inner, {
      get(target, property) {
        const value = Reflect.get(target, property) as unknown;
        if (typeof value !== 'function') return value;
        return (...given: unknown[]) => {
          if (state.isDown && property !== 'canHold') throw new IndexUnavailable('down');
          return Reflect.apply(value, target, given);
        };
      },
    });
  return { table, state };
}
