/**
 * Answers port calls in rounds: when no code can continue, all calls made so far are answered together. The rounds of
 * a question show which call waits for which, without a clock.
 */
import { setImmediate } from 'node:timers/promises';
import type { IndexTable } from '../../lambdas/core/ports/index-table.ts';
import type { ObjectStore } from '../../lambdas/core/ports/object-store.ts';

export class Rounds {
  #waiting: { name: string; go: () => void }[] = [];
  #counting = false;

  table(table: IndexTable): IndexTable {
    return this.#queued(table);
  }

  store(store: ObjectStore): ObjectStore {
    return this.#queued(store);
  }

  /** One text for each round, with the names of its calls, such as `writeChunk*7 list`. */
  async of(question: () => Promise<unknown>): Promise<string[]> {
    this.#counting = true;
    let ended = false;
    const asked = question().finally(() => {
      ended = true;
    });
    const rounds: string[] = [];
    for (;;) {
      await idle();
      const round = this.#waiting.splice(0);
      if (round.length === 0) break;
      rounds.push(namesOf(round.map(({ name }) => name)));
      for (const { go } of round) go();
    }
    if (!ended) throw new Error('the question waits for something other than a port call');
    this.#counting = false;
    await asked;
    return rounds;
  }

  #queued<T extends object>(port: T): T {
    const wait = (name: string): Promise<void> => {
      if (!this.#counting) return Promise.resolve();
      return new Promise((go) => {
        this.#waiting.push({ name, go });
      });
    };
    return new Proxy(port, {
      get(target, name) {
        const method = Reflect.get(target, name) as unknown;
        if (typeof method !== 'function' || name === 'canHold' || typeof name === 'symbol') return method;
        return async (...args: unknown[]) => {
          await wait(name);
          return (method as (...given: unknown[]) => unknown).apply(target, args);
        };
      },
    });
  }
}

/** Waits until every promise that can settle has settled. */
async function idle(): Promise<void> {
  for (let i = 0; i < 3; i++) await setImmediate();
}

function namesOf(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .map(([name, count]) => (count === 1 ? name : `${name}*${count}`))
    .sort()
    .join(' ');
}
