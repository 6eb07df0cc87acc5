/** The signals that end a command, so that it can say what it leaves behind. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { processWorld } from '../../../cli/process-world.ts';

const NAMES = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

let before: Map<string, unknown[]>;
beforeEach(() => {
  before = new Map(NAMES.map((name) => [name, process.listeners(name)]));
});
afterEach(() => {
  for (const name of NAMES)
    for (const listener of process.listeners(name))
      if (!before.get(name)!.includes(listener)) process.off(name, listener);
});

test.each(NAMES)('%s interrupts the command', (name) => {
  const { signal } = processWorld();
  expect(signal.aborted).toBe(false);
  // Called directly: the runner of the tests may listen too.
  for (const listener of process.listeners(name)) if (!before.get(name)!.includes(listener)) listener(name);
  expect(signal.aborted).toBe(true);
});
