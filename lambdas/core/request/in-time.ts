/**
 * Judges an answer when it is sent, not only when its pages were read. If something from the index has expired in the
 * meantime, or has become older than the request allows, the question is attempted again. S3's responses to this
 * question are always recent enough.
 */
import { inParallel } from '../../../shared/in-parallel.ts';
import { type Failed, isFailed } from '../questions/answer.ts';
import type { Evidence, WithEvidence } from './evidence.ts';
import type { ReadContext } from './read-context.ts';

/** Maximum number of attempts. The second uses mostly the index, so it is fast. The last one asks S3. */
const MAX_ROUNDS = 3;

type Attempted<T> = WithEvidence<T | Failed>;

/** A question, and a function that attempts to answer it. */
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

/**
 * For questions with one common answer: all are judged when the last one has been answered. Returns the results in
 * order.
 */
export async function inTimeTogether<T>(
  questions: readonly Attempt<T>[],
  atOnce: number,
): Promise<Attempted<T>[]> {
  const done: Attempted<T>[] = [];
  let due = [...questions.keys()];
  for (let round = 1; due.length > 0; round++) {
    const isLast = round === MAX_ROUNDS;
    // The last round asks S3 again for every answer that uses the index, because it could expire while the others are
    // asked. Answers that may not ask S3 (stale or only-if-cached) and are not overdue are kept, because they would
    // be lost.
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

/** True if it is an answer that uses the index. */
function rests<T>({ value, evidence }: Attempted<T>): boolean {
  return isAnswer(value) && evidence.indexEndsAt !== Number.POSITIVE_INFINITY;
}

function isAnswer<T>(value: T | Failed): boolean {
  return !isFailed(value) || value.code === 'no-such-key';
}

/** True if the answer may not be sent any more. An answer that is declared as stale has expired anyway. */
function isOver({ policy, instance }: ReadContext, { indexObservedAt, indexEndsAt }: Evidence): boolean {
  if (policy.staleIfError) return false;
  const { maxAgeMs = Number.POSITIVE_INFINITY } = policy.directives;
  const usableUntil = Math.min(indexEndsAt, indexObservedAt + Math.min(policy.lifeMs, maxAgeMs));
  return instance.clock.now() > usableUntil;
}
