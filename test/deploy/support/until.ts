import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 30_000;
const LOOK_EVERY_MS = 200;

/**
 * Polls until the answer is as expected. After the time limit, returns the last answer, so that the test fails with
 * it.
 */
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
