/**
 * Judges an answer when it leaves, not only when its pages were read. If something from the index expired in the
 * meantime, or became older than the request allows, the attempt is repeated. S3's responses to this question are
 * always young enough.
 */
import { inParallel } from '../../../shared/in-parallel.ts';
import { type Failed, isFailed } from '../questions/answer.ts';
import type { Evidence, WithEvidence } from './evidence.ts';
import type { ReadContext } from './read-context.ts';

/** Most of a second attempt comes from the index, so it is quick. If even that is too slow, S3 itself is asked. */
const MAX_ROUNDS = 3;

type Attempted<T> = WithEvidence<T | Failed>;

/** A question, and how to attempt an answer to it. */
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

/** For questions with one common answer: all are judged when the last one is done. Returns results in their order. */
export async function inTimeTogether<T>(
  questions: readonly Attempt<T>[],
  atOnce: number,
): Promise<Attempted<T>[]> {
  const done: Attempted<T>[] = [];
  let due = [...questions.keys()];
  for (let round = 1; due.length > 0; round++) {
    const isLast = round === MAX_ROUNDS;
    // Asks S3 for every answer that uses the index: otherwise one could expire while the others are being asked.
    // Not for those that may not ask S3, because they are stale or only-if-cached: their answers would be lost.
    const overdueBefore = new Set(due);
    if (isLast)
      due = [...questions.keys()].filter(
        (at) => rests(done[at]!) && (overdueBefore.has(at) || !questions[at]!.context.policy.forbidsS3()),
      );
    await inParallel(due, atOnce, async (at) => {
      const { context, attempt } = questions[at]!;
      if (isLast) context.policy.ignoreStored();
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

/** Is it an answer that uses the index? */
function rests<T>({ value, evidence }: Attempted<T>): boolean {
  return isAnswer(value) && evidence.indexEndsAt !== Number.POSITIVE_INFINITY;
}

function isAnswer<T>(value: T | Failed): boolean {
  return !isFailed(value) || value.code === 'no-such-key';
}

/** A declared stale answer has expired, and says so. */
function isOver({ policy, instance }: ReadContext, { indexObservedAt, indexEndsAt }: Evidence): boolean {
  if (policy.staleIfError) return false;
  const { maxAgeMs = Number.POSITIVE_INFINITY } = policy.directives;
  const usableUntil = Math.min(indexEndsAt, indexObservedAt + Math.min(policy.lifeMs, maxAgeMs));
  return instance.clock.now() > usableUntil;
}
