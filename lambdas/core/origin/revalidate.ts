/** Asks S3 about single names. The answers become records. */
import { inParallel } from '../../../shared/in-parallel.ts';
import { recordLifeMs } from '../model/life.ts';
import type { HeadResult, Observation } from '../model/record.ts';
import { type Failed, isFailed } from '../questions/answer.ts';
import { fold, fromS3, NO_EVIDENCE, type WithEvidence } from '../request/evidence.ts';
import type { ScopeContext } from '../request/scope-context.ts';
import type { Watch } from './watch.ts';

const LOOKS_AT_ONCE = 32;

/**
 * Checks one name, in at most `budgetMs`. `watch` must have been read or extended before (I1). Without a watch, the
 * answer is not stored.
 */
export async function revalidate(
  at: ScopeContext,
  name: string,
  watch: Watch | undefined,
  budgetMs?: number,
): Promise<WithEvidence<HeadResult | Failed>> {
  const observedAt = at.instance.clock.now();
  const found = await at.store.lookAt(name, budgetMs);
  if (isFailed(found)) return { value: found, evidence: NO_EVIDENCE };
  const newestMs = found.says === 'object' ? found.entry.lastModifiedMs : undefined;
  const watchedUntil = watch?.until ?? observedAt;
  const endsAt = Math.min(observedAt + recordLifeMs(at.bucket, newestMs, observedAt), watchedUntil);
  const observation = { found, observedAt, endsAt, watchedUntil, epoch: at.policy.epoch };
  const stored = watch !== undefined && (await keep(at, name, observation));
  return { value: found, evidence: fromS3({ observedAt, endsAt }, stored) };
}

async function keep(at: ScopeContext, name: string, observation: Observation): Promise<boolean> {
  if (observation.endsAt <= observation.observedAt) return false;
  if (!at.question.storing || !at.index.canHold(name)) return false;
  return (await at.index.writeObservation(name, observation)) !== undefined;
}

/** Checks several names. If one check fails, the result is its failure. */
export async function revalidateAll(
  at: ScopeContext,
  names: readonly string[],
  watch: Watch | undefined,
  budgetMs?: number,
): Promise<WithEvidence<Map<string, HeadResult> | Failed>> {
  const answers = await inParallel(names, LOOKS_AT_ONCE, (name) => revalidate(at, name, watch, budgetMs));
  const evidence = fold(...answers.map((answer) => answer.evidence));
  const found = new Map<string, HeadResult>();
  for (const [i, { value }] of answers.entries()) {
    if (isFailed(value)) return { value, evidence };
    found.set(names[i]!, value);
  }
  return { value: found, evidence };
}
