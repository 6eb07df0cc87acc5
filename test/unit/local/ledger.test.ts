import { describe, expect, test } from '@jest/globals';
import { createLedger } from '../../../local/ledger.ts';

const LONG_MS = 20_000;

describe('settling', () => {
  test('is done if nothing was sent', async () => {
    expect(await createLedger().settled(LONG_MS)).toBe(true);
  });

  test('waits for every event entered before it, in any order, and for none after it', async () => {
    const ledger = createLedger();
    const leaveFirst = ledger.enter();
    const leaveSecond = ledger.enter();
    let done = false;
    const settled = ledger.settled(LONG_MS).then((result) => {
      done = true;
      return result;
    });
    ledger.enter();
    leaveSecond();
    await new Promise((resolve) => setImmediate(resolve));
    expect(done).toBe(false);
    leaveFirst();
    expect(await settled).toBe(true);
    expect(ledger.entered).toBe(3);
  });

  test('reports when it takes too long', async () => {
    const ledger = createLedger();
    ledger.enter();
    expect(await ledger.settled(1)).toBe(false);
  });
});
