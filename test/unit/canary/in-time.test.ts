import { expect, test } from '@jest/globals';
import { inTime } from '../../../lambdas/canary/in-time.ts';

const PASSED = [{ check: 'photos: read', ok: true, detail: 'no fault' }];

test('a run that ends in time reports its findings', async () => {
  const findings = await inTime(Promise.resolve(PASSED), {
    leftMs: 280_000,
    wait: () => new Promise(() => {}),
  });
  expect(findings).toEqual(PASSED);
});

test('a run that does not end in time is a failed check', async () => {
  const waits: number[] = [];
  const wait = async (ms: number) => void waits.push(ms);
  const findings = await inTime(new Promise(() => {}), { leftMs: 280_000, wait });
  expect(findings).toEqual([{ check: 'run', ok: false, detail: 'not finished after 280 s' }]);
  expect(waits).toEqual([280_000]);
});
