/** What a run of empty-index leaves behind if it stops after it has locked buckets, and what to do. */
const MAX_NAMED = 5;

export function leftLocked(buckets: readonly string[]): string[] {
  const named = buckets.slice(0, MAX_NAMED).join(', ');
  const others = buckets.length > MAX_NAMED ? ` and ${buckets.length - MAX_NAMED} more` : '';
  return [
    `The index may stay locked for up to a day: ${named}${others}. Answers stay correct, but all of them come from S3, each at the price of a cold listing.`,
    'Run the command again to finish. How to end the lock without it: docs/runbook.md, "Emptying the table".',
  ];
}
