/** Runs a command that does not end by itself, waits until it prints that it is ready, and then interrupts it. */
import { run } from '../../cli/run.ts';
import { type Ran, testWorld, type Worldly } from '../support/command-world.ts';

const LOOK_EVERY_MS = 20;

export async function runUntilReady(argv: string[], given: Worldly): Promise<Ran> {
  const controller = new AbortController();
  const { world, out, err } = testWorld({ ...given, signal: controller.signal });
  const code = run(argv, world);
  const ended = code.then(() => true);
  while (!out().includes('"ready":true') && !(await Promise.race([ended, soon()]))) {}
  controller.abort();
  return { code: await code, out: out(), err: err() };
}

const soon = () => new Promise<false>((resolve) => setTimeout(resolve, LOOK_EVERY_MS, false));
