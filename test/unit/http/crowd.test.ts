import { expect, test } from '@jest/globals';
import { createCrowd } from '../../../lambdas/http/crowd.ts';
import { reported } from '../../../lambdas/http/outcome.ts';

test('many concurrent requests are answered as far as possible, and the rest gets a 503 with Retry-After when it waited too long', async () => {
  const waited = Promise.withResolvers<void>();
  const crowd = createCrowd(() => waited.promise);
  const gate = Promise.withResolvers<void>();
  const answers = Array.from({ length: 100 }, () =>
    crowd(async () => {
      await gate.promise;
      return reported('{}');
    }),
  );
  waited.resolve();
  const refused = await Promise.all(answers.slice(64));
  expect(refused).toHaveLength(36);
  for (const outcome of refused) expect(outcome).toMatchObject({ outcome: 'refused', code: 'unavailable' });
  gate.resolve();
  for (const outcome of await Promise.all(answers.slice(0, 64))) expect(outcome.outcome).toBe('replied');
});

test('a burst that is answered in time has no refusals', async () => {
  const crowd = createCrowd(() => new Promise(() => {}));
  const answers = Array.from({ length: 1_000 }, () => crowd(() => reported('{}')));
  for (const outcome of await Promise.all(answers)) expect(outcome.outcome).toBe('replied');
});
