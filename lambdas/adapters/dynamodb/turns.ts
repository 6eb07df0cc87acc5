/** Turns for commands: a crowd waits for its turn, an outage does not make it wait again and again. */
import pLimit from 'p-limit';

/** While this command waited, a whole round failed and nothing was answered. */
export class NoTurn extends Error {
  override name = 'NoTurn';
}

/**
 * Runs work, at most `atOnce` at a time. Who waited while `atOnce` others failed and none succeeded fails without being run:
 * so nobody waits longer than for two rounds. Who comes later is run again.
 */
export function createTurns(atOnce: number): <T>(work: () => Promise<T>) => Promise<T> {
  const limit = pLimit(atOnce);
  let answers = 0;
  let failures = 0;
  return (work) => {
    const before = { answers, failures };
    return limit(async () => {
      if (answers === before.answers && failures - before.failures >= atOnce)
        throw new NoTurn('others were not answered');
      try {
        const answer = await work();
        answers++;
        return answer;
      } catch (error) {
        failures++;
        throw error;
      }
    });
  };
}
