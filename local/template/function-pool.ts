/**
 * Runs a function as Lambda does: one instance for each concurrent event, up to a maximum, and one event at a time
 * in each.
 */
import type { Counters } from '../functions.ts';
import { type Instance, type InstanceSpec, startInstance } from './instance.ts';

/** More instances would not be faster on two cores, and two instances are enough to show errors between instances. */
const MAX_INSTANCES = 4;

export interface FunctionPool {
  invoke(event: unknown, requestId: string): Promise<unknown>;
  /** Resolves with the counters of all instances. */
  counters(): Promise<Counters[]>;
  close(): void;
}

/** Starts the first instance immediately, so that a function that cannot start is noticed. */
export async function startPool(
  spec: InstanceSpec,
  maxInstances: number = MAX_INSTANCES,
): Promise<FunctionPool> {
  const idle: Instance[] = [await startInstance(spec)];
  const all = new Set<Instance>(idle);
  const waiting: PromiseWithResolvers<Instance>[] = [];
  let starting = 0;
  let closed = false;

  const give = (instance: Instance) => {
    const next = waiting.shift();
    if (next) next.resolve(instance);
    else idle.push(instance);
  };
  /** Starts another instance. If it cannot start, the event that has waited longest fails. */
  const grow = async () => {
    starting += 1;
    try {
      const instance = await startInstance(spec);
      if (closed) return instance.stop();
      all.add(instance);
      give(instance);
    } catch (error) {
      waiting.shift()?.reject(error);
    } finally {
      starting -= 1;
      growIfAwaited();
    }
  };
  const growIfAwaited = () => {
    const isShort = waiting.length > starting && all.size + starting < maxInstances;
    if (isShort && !closed) void grow();
  };
  const take = (): Promise<Instance> => {
    for (let free = idle.pop(); free !== undefined; free = idle.pop()) {
      if (free.alive) return Promise.resolve(free);
      all.delete(free);
    }
    const awaited = Promise.withResolvers<Instance>();
    waiting.push(awaited);
    growIfAwaited();
    return awaited.promise;
  };
  const putBack = (instance: Instance) => {
    if (instance.alive) return give(instance);
    all.delete(instance);
    growIfAwaited();
  };

  return {
    async invoke(event, requestId) {
      const instance = await take();
      try {
        return await instance.invoke(event, requestId);
      } finally {
        putBack(instance);
      }
    },
    async counters() {
      return Promise.all([...all].filter((it) => it.alive).map((it) => it.counters().catch(() => ({}))));
    },
    close() {
      closed = true;
      for (const instance of all) instance.stop();
    },
  };
}
