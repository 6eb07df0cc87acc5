import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 30_000;
const LOOK_EVERY_MS = 200;

/** Asks until the answer holds; at the end of its patience it returns the last one, for the test to fail on. */
export async function askUntil<Answer>(
  ask: () => Promise<Answer>,
  holds: (it: Answer) => boolean,
): Promise<Answer> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (holds(answer) || Date.now() > deadline) return answer;
    await sleep(LOOK_EVERY_MS);
  }
}
