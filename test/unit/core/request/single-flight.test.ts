import { expect, test } from '@jest/globals';
import { SingleFlight } from '../../../../lambdas/core/request/single-flight.ts';

function flights() {
  const single = new SingleFlight<string>();
  const calls: PromiseWithResolvers<string>[] = [];
  const call = () => {
    const one = Promise.withResolvers<string>();
    calls.push(one);
    return one.promise;
  };
  return { single, calls, call };
}

test('calls with the same key are made once while one is in progress', async () => {
  const { single, calls, call } = flights();
  const all = [single.fly('a', call), single.fly('a', call), single.fly('b', call)];
  expect(all.map(({ joined }) => joined)).toEqual(['not', 'in-time', 'not']);
  for (const [i, one] of calls.entries()) one.resolve(`result ${i}`);
  expect(await Promise.all(all.map(({ result }) => result))).toEqual(['result 0', 'result 0', 'result 1']);
});

test('the key is free before any caller gets the result', async () => {
  const { single, calls, call } = flights();
  const { result } = single.fly('a', call);
  calls[0]!.resolve('first');
  await result;
  expect(single.fly('a', call).joined).toBe('not');
});

test('the key is free after a call that threw', async () => {
  const { single, calls, call } = flights();
  const { result } = single.fly('a', call);
  calls[0]!.reject(new Error('no result'));
  await expect(result).rejects.toThrow('no result');
  expect(single.fly('a', call).joined).toBe('not');
});

test.each(['resolve', 'reject'] as const)('while a result lasts, callers join late (%s)', async (settle) => {
  const { single, calls, call } = flights();
  const kept = Promise.withResolvers<string>();
  const lasts = (result: string) => (result === 'first' ? kept.promise : undefined);
  const { result } = single.fly('a', call, { lasts });
  expect(single.fly('a', call, { lasts }).joined).toBe('in-time');
  calls[0]!.resolve('first');
  await result;
  const late = single.fly('a', call, { lasts });
  expect([late.joined, await late.result]).toEqual(['late', 'first']);
  kept[settle]('done');
  await new Promise(setImmediate);
  expect(single.fly('a', call, { lasts }).joined).toBe('not');
});

test('a result that the caller could not use is not returned again; all who could not use it share the next one', async () => {
  const { single, calls, call } = flights();
  const kept = Promise.withResolvers<string>();
  const first = single.fly('a', call, { lasts: () => kept.promise });
  calls[0]!.resolve('first');
  await first.result;
  const except = first.result;
  const next = [single.fly('a', call, { except }), single.fly('a', call, { except }), single.fly('a', call)];
  expect(next.map(({ joined }) => joined)).toEqual(['not', 'in-time', 'in-time']);
  // The end of the first one does not free the key of the second one.
  kept.resolve('done');
  await new Promise(setImmediate);
  expect(single.fly('a', call).joined).toBe('in-time');
  calls[1]!.resolve('second');
  expect(await next[2]!.result).toBe('second');
});
