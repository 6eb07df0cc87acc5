/** What a run of empty-index leaves behind if it stops after it has locked buckets, and what to do. */
import { Unfinished } from '../unfinished.ts';
import { LostLock } from './lost-lock.ts';

const MAX_NAMED = 5;

export function leftLocked(cause: unknown, buckets: readonly string[]): Unfinished {
  const named = buckets.slice(0, MAX_NAMED).join(', ');
  const others = buckets.length > MAX_NAMED ? ` and ${buckets.length - MAX_NAMED} more` : '';
  const advice = cause instanceof LostLock ? cause.advice : 'Run the command again to finish.';
  return new Unfinished(
    cause,
    [
      `The index may stay locked for up to a day: ${named}${others}. Answers stay correct, but all of them come from S3, each at the price of a cold listing. ` +
        'Sorted listings of directories of more than 50,000 names fail, and the usage of very large trees stays incomplete. Start no fills.',
      `${advice} How to end the lock without it: docs/runbook.md, "Emptying the table".`,
    ],
    { locked: buckets },
  );
}
