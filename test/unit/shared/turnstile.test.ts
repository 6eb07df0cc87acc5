import { expect, test } from '@jest/globals';
import { Turnstile } from '../../../shared/turnstile.ts';

function turnstileOf(atOnce: number) {
  const ends: (() => void)[] = [];
  const turnstile = new Turnstile({ atOnce, wait: () => new Promise((end) => ends.push(() => end())) });
  const endWaits = () => {
    for (const end of ends.splice(0)) end();
  };
  return { turnstile, endWaits };
}

test('so many work at once; the others follow in their order', async () => {
  const { turnstile } = turnstileOf(2);
  const log: string[] = [];
  const gates = Array.from({ length: 4 }, () => Promise.withResolvers<void>());
  const passes = gates.map(({ promise }, i) =>
    turnstile.pass(async () => {
      log.push(`begin ${i}`);
      await promise;
      return i;
    }),
  );
  await Promise.resolve();
  expect(log).toEqual(['begin 0', 'begin 1']);
  gates[1]!.resolve();
  await passes[1];
  await Promise.resolve();
  expect(log).toEqual(['begin 0', 'begin 1', 'begin 2']);
  for (const { resolve } of gates) resolve();
  expect(await Promise.all(passes)).toEqual([0, 1, 2, 3].map((result) => ({ result })));
});

test('whose turn does not come in time is refused, and takes no place', async () => {
  const { turnstile, endWaits } = turnstileOf(1);
  const gate = Promise.withResolvers<void>();
  const inside = turnstile.pass(() => gate.promise);
  const late = turnstile.pass(async () => 'late');
  endWaits();
  expect(await late).toBeUndefined();
  gate.resolve();
  await inside;
  expect(await turnstile.pass(async () => 'next')).toEqual({ result: 'next' });
});

test('work that throws frees its place', async () => {
  const { turnstile } = turnstileOf(1);
  await expect(turnstile.pass(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await turnstile.pass(async () => 'next')).toEqual({ result: 'next' });
});
