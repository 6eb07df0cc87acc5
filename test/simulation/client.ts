/** One client. It asks a number of questions, and often waits until just before or after some item ends. */
import { ask } from './ask.ts';
import { varied } from './find-questions.ts';
import type { Factory, ReaderLambda } from './lambdas.ts';
import type { Prng } from './prng.ts';
import { drawFreshness, drawQuestion } from './questions.ts';
import { WORLD } from './scheduler.ts';
import type { World } from './world.ts';

/** Pauses between attempts to find a free instance. Each pause is twice as long as the previous one. */
const FIRST_PAUSE_MS = 2;
const LONGEST_PAUSE_MS = 40;
/**
 * `AT_ONCE`: share of the questions that are asked without a long pause. `AT_AN_END`: share asked when some item
 * ends. `NEAR_MS`: how far in the future that end may be.
 */
const AT_ONCE = 0.5;
const AT_AN_END = 0.2;
const NEAR_MS = 3_000;
/** The maximum time between such a question and the end of the item. */
const AROUND_MS = 20;

export async function runClient({
  workload,
  factory,
  fleet,
  askings,
  questions,
  finds,
  deploys,
}: World): Promise<void> {
  const { scheduler } = factory.around;
  const choose = async (): Promise<ReaderLambda> => {
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
      const lambda = questions.pick(fleet.readers);
      if (lambda.version.isServed && (workload.concurrent || lambda.busy === 0)) {
        fleet.mayCrashReader(lambda);
        return lambda;
      }
      // The bucket is not served, so the client waits until it is served again.
      if (!factory.version.isServed && pauseMs === LONGEST_PAUSE_MS) deploys.serveAgain();
      await scheduler.sleep(pauseMs, WORLD);
    }
  };
  for (let i = 0; i < workload.questionsPerClient; i += 1) {
    const long = (2 * workload.chaosMs) / workload.questionsPerClient;
    const pauseMs = questions.chance(AT_ONCE) ? questions.int(0, 3) : questions.int(0, long);
    const untilEnd = questions.chance(AT_AN_END) ? nextEndMs(factory, questions) : undefined;
    await scheduler.sleep(untilEnd ?? pauseMs, WORLD);
    const manner = { freshness: drawFreshness(questions, workload), choose, exact: false };
    const question = varied(finds, workload, drawQuestion(questions, workload));
    await ask(questions.pick(askings), question, manner);
  }
}

/** Approximately how long it is until some item ends; undefined if none ends soon. */
export function nextEndMs({ items, around }: Factory, prng: Prng): number | undefined {
  const { nowMs } = around.scheduler;
  const near = items.ends.filter((endMs) => endMs > nowMs && endMs < nowMs + NEAR_MS);
  if (near.length === 0) return undefined;
  return Math.max(0, prng.pick(near) - nowMs + prng.int(-AROUND_MS, AROUND_MS));
}
