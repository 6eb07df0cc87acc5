/**
 * An answer is judged when it leaves, not only when its pages were read: what ended, or grew older than the request
 * allows, while the question was under way is asked for again. What S3 answered to this very question is as young as
 * an answer can be.
 */
import { inParallel } from '../../../shared/in-parallel.ts';
import { type Failed, isFailed } from '../questions/answer.ts';
import type { Evidence, WithEvidence } from './evidence.ts';
import type { ReadContext } from './read-context.ts';

/** Again most of it comes from the index, so that is quick; where even that is too slow, S3 itself is heard. */
const MAX_ROUNDS = 3;

type Attempted<T> = WithEvidence<T | Failed>;

/** A question that is asked as often as it takes. */
export interface Attempt<T> {
  context: ReadContext;
  attempt: () => Promise<Attempted<T>>;
}

export async function inTime<T>(
  context: ReadContext,
  attempt: () => Promise<Attempted<T>>,
): Promise<Attempted<T>> {
  const [done] = await inTimeTogether([{ context, attempt }], 1);
  return done!;
}

/** Of questions that leave in one answer: each is judged when the last of them is done. Results in their order. */
export async function inTimeTogether<T>(
  questions: readonly Attempt<T>[],
  atOnce: number,
): Promise<Attempted<T>[]> {
  const done: Attempted<T>[] = [];
  let due = [...questions.keys()];
  for (let round = 1; due.length > 0; round++) {
    const isLast = round === MAX_ROUNDS;
    // While the last ones are heard, no other may end.
    if (isLast) due = [...questions.keys()].filter((at) => rests(done[at]!));
    await inParallel(due, atOnce, async (at) => {
      const { context, attempt } = questions[at]!;
      if (isLast) context.policy.hearAnew();
      done[at] = await attempt();
    });
    due = isLast ? [] : overdue(questions, done);
  }
  return done;
}

function overdue<T>(questions: readonly Attempt<T>[], done: readonly Attempted<T>[]): number[] {
  return [...questions.keys()].filter((at) => {
    const { value, evidence } = done[at]!;
    return isAnswer(value) && isOver(questions[at]!.context, evidence);
  });
}

/** It is an answer, and something of it came from the index. */
function rests<T>({ value, evidence }: Attempted<T>): boolean {
  return isAnswer(value) && evidence.indexEndsAt !== Number.POSITIVE_INFINITY;
}

function isAnswer<T>(value: T | Failed): boolean {
  return !isFailed(value) || value.code === 'no-such-key';
}

/** A declared stale answer has ended, and says so. */
function isOver({ policy, instance }: ReadContext, { indexObservedAt, indexEndsAt }: Evidence): boolean {
  if (policy.staleIfError) return false;
  const { maxAgeMs = Number.POSITIVE_INFINITY } = policy.directives;
  const usableUntil = Math.min(indexEndsAt, indexObservedAt + Math.min(policy.lifeMs, maxAgeMs));
  return instance.clock.now() > usableUntil;
}
