/**
 * Answers a question: attempts it until the answer may be sent, and says where the answer came from. An answer is
 * judged when it is sent, not only when its pages were read. If something from the index has expired in the meantime,
 * or has become older than the request allows, the question is attempted again. S3's responses to this question are
 * always recent enough.
 */
import { inParallel } from '../../../shared/in-parallel.ts';
import { type Answer, type Failed, isFailed } from '../questions/answer.ts';
import { type Provenance, type Served, STALE_IF_ERROR } from '../questions/provenance.ts';
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

export async function answerInTime<T>(
  context: ReadContext,
  attempt: () => Promise<Attempted<T>>,
): Promise<Answer<T>> {
  const [answer] = await answersInTime([{ context, attempt }], 1);
  return answer!;
}

/**
 * For questions with one common answer: all are judged when the last one has been answered. Returns the results in
 * order.
 */
export async function answersInTime<T>(
  questions: readonly Attempt<T>[],
  atOnce: number,
): Promise<Answer<T>[]> {
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
        (at) => usesIndex(done[at]!) && (overdueBefore.has(at) || !questions[at]!.context.policy.forbidsS3()),
      );
    await inParallel(due, atOnce, async (at) => {
      const { context, attempt } = questions[at]!;
      if (isLast) context.policy.ignoreStored();
      done[at] = await attempt();
    });
    due = isLast ? [] : overdue(questions, done);
  }
  return done.map((part, at) => answerOf(questions[at]!.context, part));
}

function overdue<T>(questions: readonly Attempt<T>[], done: readonly Attempted<T>[]): number[] {
  return [...questions.keys()].filter((at) => {
    const { value, evidence } = done[at]!;
    return isAnswer(value) && isOver(questions[at]!.context, evidence);
  });
}

/** True if it is an answer that uses the index. */
function usesIndex<T>({ value, evidence }: Attempted<T>): boolean {
  return isAnswer(value) && evidence.indexEndsAt !== Number.POSITIVE_INFINITY;
}

/** `no-such-key` is an answer too: it can expire, it can be stale, and it can be stored. */
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

function answerOf<T>(context: ReadContext, { value, evidence }: WithEvidence<T | Failed>): Answer<T> {
  const isStale = isAnswer(value) && context.policy.staleIfError;
  const provenance = provenanceOf(context, evidence, isStale);
  if (!isFailed(value)) return { outcome: 'answered', value, provenance };
  // Other failures count as not stored, even if some pages were stored before.
  return { ...value, provenance: { ...provenance, stored: isAnswer(value) && provenance.stored } };
}

/** `isStale`: the answer uses expired observations, because S3 failed. */
function provenanceOf(context: ReadContext, evidence: Evidence, isStale: boolean): Provenance {
  const { policy, index, store } = context;
  const now = context.instance.clock.now();
  const served = isStale ? 'stale' : servedBy(context, evidence);
  const judgedEnd = Math.min(evidence.endsAt, evidence.observedAt + policy.lifeMs);
  // If S3's response to this question took longer than a life, its end is in the past. There is no newer data, so it
  // ends now.
  const endsAt = isStale ? judgedEnd : Math.max(judgedEnd, now);
  return {
    served,
    observedAt: Math.min(evidence.observedAt, now),
    endsAt: endsAt === Number.POSITIVE_INFINITY ? now : endsAt,
    stored: served !== 'hit' && !isStale && evidence.kept === 'all',
    // An answer that is declared as stale always says so, even if the index failed later.
    detail: isStale ? STALE_IF_ERROR : (index.bypassed ?? (evidence.waited ? 'collapsed' : undefined)),
    s3Lists: store.lists,
    s3Heads: store.heads,
    s3Ms: store.totalMs,
    indexMs: index.totalMs,
  };
}

/** Only for answers that are not declared as stale. */
function servedBy({ policy, index, store }: ReadContext, { fromIndex, refused }: Evidence): Served {
  if (store.lists + store.heads === 0) return 'hit';
  if (index.bypassed) return 'bypass';
  if (policy.directives.noCache) return 'request';
  if (fromIndex) return 'partial';
  if (refused === 'unusable') return 'stale';
  return refused === 'by-request' ? 'request' : 'miss';
}
