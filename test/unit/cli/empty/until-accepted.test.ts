/** Calls that DynamoDB throttles are repeated, for a limited time. */
import { expect, test } from '@jest/globals';
import { MAX_FAILURES, MAX_RETRIES } from '../../../../cli/empty/bounds.ts';
import { type Attempted, untilAccepted } from '../../../../cli/empty/until-accepted.ts';

type Result = Attempted<string> | { error: string };

const done: Result = { outcome: 'done', value: 'x' };
const partly: Result = { outcome: 'partly' };
const throttled: Result = { outcome: 'throttled' };

async function run(results: (attempt: number) => Result): Promise<{ value: string; waitedMs: number }> {
  let attempts = 0;
  let waitedMs = 0;
  const wait = async (ms: number) => {
    waitedMs += ms;
  };
  const value = await untilAccepted<string>(wait, async () => {
    const result = results(attempts++);
    if ('error' in result) throw Object.assign(new Error('refused'), { name: result.error });
    return result;
  });
  return { value, waitedMs };
}

test.each(['ProvisionedThroughputExceededException', 'ThrottlingException', 'RequestLimitExceeded'])(
  'a call that ends with %s is repeated',
  async (error) => {
    expect(await run((attempt) => (attempt < 3 ? { error } : done))).toEqual({
      value: 'x',
      waitedMs: 50 + 100 + 200,
    });
  },
);

test('other errors end it', async () => {
  await expect(run(() => ({ error: 'AccessDeniedException' }))).rejects.toThrow('refused');
});

test('it is given up after half a minute without progress', async () => {
  const last = (attempt: number) => (attempt < MAX_RETRIES ? throttled : done);
  expect((await run(last)).waitedMs).toBe(31_350);
  await expect(run(() => throttled)).rejects.toThrow('throttles');
});

test('progress starts the pauses again', async () => {
  const results = (attempt: number) =>
    attempt === 100 ? done : attempt % MAX_RETRIES === 0 ? partly : throttled;
  expect((await run(results)).value).toBe('x');
});

test('a call without an answer is repeated, but not often', async () => {
  const failing = (times: number) => run((attempt) => (attempt < times ? { error: 'TimeoutError' } : done));
  expect((await failing(MAX_FAILURES - 1)).value).toBe('x');
  await expect(failing(MAX_FAILURES)).rejects.toThrow('refused');
});
