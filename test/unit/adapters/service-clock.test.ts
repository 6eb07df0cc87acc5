import { describe, expect, test } from '@jest/globals';
import { ServiceClock } from '../../../lambdas/adapters/service-clock.ts';
import fc from '../../support/fast-check.ts';

const MARGIN_MS = 100;
const START_MS = 1_700_000_000_000;

/** A clock that is `aheadMs` ahead of the services' clocks. The Date in each answer is up to `staleMs` old. */
function clockAhead(aheadMs: number) {
  let trueMs = START_MS;
  const local = { now: () => trueMs + aheadMs };
  const clock = new ServiceClock(local, MARGIN_MS);
  const hear = (afterMs: number, tookMs: number, staleMs = 0) => {
    trueMs += afterMs;
    const sentAt = clock.now();
    const date = Math.floor((trueMs + tookMs / 2 - staleMs) / 1_000) * 1_000;
    trueMs += tookMs;
    clock.observe({ sentAt, receivedAt: clock.now(), date });
  };
  return { clock, hear };
}

describe('the estimate of the services’ clock', () => {
  test('equals this clock before the first answer', () => {
    expect(clockAhead(0).clock.offsetMs()).toBe(0);
  });

  test('equals this clock if it is within the margin, however slow the answers and however old their Date', () => {
    const answer = fc.record({
      afterMs: fc.nat(40_000),
      tookMs: fc.nat(12_000),
      staleMs: fc.nat(1_000),
    });
    fc.assert(
      fc.property(
        fc.integer({ min: -MARGIN_MS, max: MARGIN_MS }),
        fc.array(answer, { maxLength: 30 }),
        (aheadMs, answers) => {
          const { clock, hear } = clockAhead(aheadMs);
          for (const { afterMs, tookMs, staleMs } of answers) {
            hear(afterMs, tookMs, staleMs);
            expect(clock.offsetMs()).toBe(0);
          }
        },
      ),
    );
  });

  test.each([-600_000, -4_000, 4_000, 600_000])(
    'detects a clock %d ms ahead with the first answer, and the corrected clock is not behind',
    (aheadMs) => {
      const { clock, hear } = clockAhead(aheadMs);
      hear(0, 20);
      expect(clock.offsetMs()).toBeGreaterThanOrEqual(-aheadMs);
      expect(clock.offsetMs()).toBeLessThanOrEqual(-aheadMs + 2_100);
    },
  );

  test.each([-2_000, 2_000])('detects a clock %d ms ahead after a few answers', (aheadMs) => {
    const { clock, hear } = clockAhead(aheadMs);
    for (let i = 0; i < 20; i++) hear(137, 5);
    expect(clock.offsetMs()).not.toBe(0);
    expect(clock.offsetMs()).toBeGreaterThanOrEqual(-aheadMs);
  });

  test('recovers from one wrong Date with the next correct one', () => {
    const { clock, hear } = clockAhead(0);
    hear(0, 5);
    clock.observe({ sentAt: START_MS, receivedAt: START_MS + 5, date: START_MS + 3_600_000 });
    expect(clock.offsetMs()).not.toBe(0);
    hear(0, 5);
    expect(clock.offsetMs()).toBe(0);
  });

  test('recovers when this clock is corrected', () => {
    let aheadMs = 5_000;
    const clock = new ServiceClock({ now: () => START_MS + aheadMs }, MARGIN_MS);
    const hear = () => clock.observe({ sentAt: clock.now(), receivedAt: clock.now(), date: START_MS });
    hear();
    expect(clock.offsetMs()).not.toBe(0);
    aheadMs = 0;
    hear();
    expect(clock.offsetMs()).toBe(0);
  });
});
