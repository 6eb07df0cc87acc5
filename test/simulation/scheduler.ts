/**
 * Virtual time. Everything in a simulation is a step on one heap, ordered by due time. Steps due in the same
 * millisecond run in an order that the seed draws. Between two steps the code under test runs until all of its
 * promises wait for another step.
 */
import type { Prng } from './prng.ts';

/** The owner of a step: when the owner dies, its steps are dropped. */
export interface Owner {
  alive: boolean;
}

interface Step {
  dueMs: number;
  tie: number;
  owner: Owner;
  run: () => void;
}

export type RunEnd = 'done' | 'idle' | 'too-many-steps';

export const WORLD: Owner = { alive: true };

export class Scheduler {
  nowMs: number;
  steps = 0;
  private readonly heap: Step[] = [];
  private readonly prng: Prng;

  constructor(prng: Prng, startMs: number) {
    this.prng = prng;
    this.nowMs = startMs;
  }

  after(delayMs: number, owner: Owner, run: () => void): void {
    this.push({ dueMs: this.nowMs + delayMs, tie: this.prng.next(), owner, run });
  }

  sleep(delayMs: number, owner: Owner): Promise<void> {
    return new Promise((resolve) => this.after(delayMs, owner, resolve));
  }

  /** Runs until `done` returns true, no step is left, or `maxSteps` steps have run in total. */
  run(done: () => boolean, maxSteps: number): Promise<RunEnd> {
    return new Promise((resolve, reject) => {
      const goOn = () => {
        try {
          const end = this.step(done, maxSteps);
          if (end) resolve(end);
          else whenQuiet(goOn);
        } catch (error) {
          reject(error);
        }
      };
      whenQuiet(goOn);
    });
  }

  /** Runs one step whose owner is alive. @returns why it did not run one */
  private step(done: () => boolean, maxSteps: number): RunEnd | undefined {
    for (;;) {
      if (done()) return 'done';
      if (this.steps >= maxSteps) return 'too-many-steps';
      const step = this.pop();
      if (!step) return 'idle';
      this.nowMs = step.dueMs;
      if (!step.owner.alive) continue;
      this.steps += 1;
      step.run();
      return undefined;
    }
  }

  private push(step: Step): void {
    const heap = this.heap;
    let at = heap.length;
    heap.push(step);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!before(step, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = step;
  }

  private pop(): Step | undefined {
    const heap = this.heap;
    const top = heap[0];
    const last = heap.pop();
    if (!top || !last || top === last) return top;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child += 1;
      if (!before(heap[child]!, last)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
    return top;
  }
}

function before(a: Step, b: Step): boolean {
  return a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.tie < b.tie);
}

/**
 * Calls back when no microtask is left. If a microtask requests a tick, Node runs the tick only when the microtask
 * queue is empty. So this is exact, and several times as fast as setImmediate.
 */
function whenQuiet(run: () => void): void {
  queueMicrotask(() => process.nextTick(run));
}
