/** The line that shows that a silent command is working. */
import { describe, expect, test } from '@jest/globals';
import { createProgress } from '../../../../cli/text/progress.ts';
import { withWaitingLine } from '../../../../cli/text/waiting-line.ts';
import { runCommand, testWorld } from '../../../support/command-world.ts';

const ERASE = '\r\u001b[2K';

function terminal(columns = 80, write?: () => Promise<void>) {
  let now = 0;
  let tick = () => {};
  const every = (_ms: number, given: () => void) => {
    tick = given;
    return () => {
      tick = () => {};
    };
  };
  const { world, out, err } = testWorld({ isTerminal: true, columns, now: () => now, every });
  const waiting = withWaitingLine(write ? { ...world, out: { ...world.out, write } } : world);
  const pass = (ms: number) => {
    for (let left = ms; left > 0; left -= 1_000) {
      now += Math.min(left, 1_000);
      tick();
    }
  };
  return { ...waiting, out, err, pass };
}

describe('the line of a silent command', () => {
  test('appears after a second and counts; output removes it', async () => {
    const { world, err, out, pass } = terminal();
    pass(900);
    expect(err()).toBe('');
    pass(100);
    pass(1_000);
    expect(err()).toBe(`${ERASE}working (1 s)${ERASE}working (2 s)`);
    await world.out.write('done\n');
    expect([out(), err().endsWith(ERASE)]).toEqual(['done\n', true]);
    const before = err();
    pass(900);
    expect(err()).toBe(before);
  });

  test('repeats the last progress, and leaves nothing behind', async () => {
    const { world, err, pass, stop } = terminal();
    const progress = createProgress(world.err, world.now);
    progress.note('1,200 objects so far');
    pass(3_000);
    expect(err().split(ERASE).at(-1)).toBe('1,200 objects so far (3 s)');
    progress.end();
    pass(2_000);
    expect(err().split(ERASE).at(-1)).toBe('working (5 s)');
    await stop();
    const before = err();
    expect(before.endsWith(ERASE)).toBe(true);
    pass(5_000);
    expect(err()).toBe(before);
  });

  test('is not drawn while the reader of the output, such as a pager, does not read', async () => {
    let taken = () => {};
    const { world, err, pass } = terminal(80, () => new Promise((resolve) => (taken = resolve)));
    const written = world.out.write('a page');
    pass(3_000);
    expect(err()).toBe('');
    await new Promise(setImmediate);
    taken();
    await written;
    pass(2_000);
    expect(err()).toMatch(/working/);
  });

  test('fits in the terminal', () => {
    const { err, pass } = terminal(10);
    pass(20_000);
    expect(
      err()
        .split(ERASE)
        .every((text) => text.length < 10),
    ).toBe(true);
  });
});

test('every command shows it while the service is slow, and no other output does', async () => {
  let tick = () => {};
  let now = 0;
  const slow = (async () => {
    now += 4_000;
    tick();
    return Response.json({ buckets: [] });
  }) as typeof fetch;
  const given = {
    fetch: slow,
    now: () => now,
    every: (_ms: number, it: () => void) => {
      tick = it;
      return () => {};
    },
  };
  const { err, code } = await runCommand(['ls'], { ...given, isTerminal: true });
  expect([code, err]).toEqual([0, `${ERASE}working (4 s)${ERASE}`]);
  expect((await runCommand(['ls'], given)).err).toBe('');
});
