/** Finds one object, from the index or from S3. */
import type { LookedUp } from '../index/lookup.ts';
import { lookupBoth } from '../index/lookup-both.ts';
import { asListed } from '../model/as-listed.ts';
import { MISSES_BEFORE_LIST } from '../model/cost.ts';
import type { Entry, ObjectDetail, ObjectEntry } from '../model/entry.ts';
import type { HeadResult } from '../model/record.ts';
import { listAround } from '../origin/list-around.ts';
import { revalidate } from '../origin/revalidate.ts';
import { beginCountedWatch, ensureWatch, longEnough, rememberedWatch } from '../origin/watch.ts';
import { type Failed, isFailed } from '../questions/answer.ts';
import { type Evidence, fold, NO_EVIDENCE, type WithEvidence } from '../request/evidence.ts';
import { orStale } from '../request/or-stale.ts';
import type { ScopeContext } from '../request/scope-context.ts';

/** `full` requests the fields that only a HEAD returns. */
export type Detail = 'entry' | 'full';

export type ObjectSeen = ObjectPresent | ObjectAbsent;

export interface ObjectAbsent {
  outcome: 'absent';
  /** What the index says about the directory of the same name, if the same reads showed it. */
  directory?: WithEvidence<LookedUp>;
}

export interface ObjectPresent {
  outcome: 'present';
  entry: ObjectEntry;
  detail?: ObjectDetail;
}

export function seeObject(
  at: ScopeContext,
  name: string,
  detail: Detail,
): Promise<WithEvidence<ObjectSeen | Failed>> {
  return orStale(at.question, async () => {
    const { object: known, directory } = await lookupBoth(at, name);
    const ofBoth = (seen: ObjectSeen | Failed) => (seen.outcome === 'absent' ? { ...seen, directory } : seen);
    const seen = seenOf(known.value, detail);
    if (seen) return { value: ofBoth(seen), evidence: known.evidence };
    const asked =
      detail === 'full' || known.value.state === 'void'
        ? await headOnly(at, name, detail)
        : await headOrList(at, name);
    return {
      value: ofBoth(inWordsOf(known.value, asked.value)),
      evidence: fold(known.evidence, asked.evidence),
    };
  });
}

/** Converts what the index knows about a name to an answer; `undefined` when that is not enough. */
export function seenOf(known: LookedUp, detail: Detail): ObjectSeen | undefined {
  if (known.state === 'absent') return { outcome: 'absent' };
  if (known.state !== 'present' || known.entry.type !== 'object') return undefined;
  if (detail === 'entry') return { outcome: 'present', entry: known.entry };
  const found = known.from === 'page' ? undefined : known.from.found;
  return found?.says === 'object'
    ? { outcome: 'present', entry: known.entry, detail: found.detail }
    : undefined;
}

/**
 * Replaces values of S3's answer by those of the listed entry in the index, if both describe the same object (see
 * asListed).
 */
export function inWordsOf<Seen extends ObjectSeen | Failed>(known: LookedUp | undefined, asked: Seen): Seen {
  if (asked.outcome !== 'present') return asked;
  return { ...asked, entry: asListed(listedOf(known), asked.entry) };
}

/** The entry that the index has for the name, even if it may not be used as an answer. */
function listedOf(known: LookedUp | undefined): Entry | undefined {
  if (known?.state === 'void') return known.listed;
  return known?.state === 'present' ? known.entry : undefined;
}

async function headOnly(
  at: ScopeContext,
  name: string,
  detail: Detail,
): Promise<WithEvidence<ObjectSeen | Failed>> {
  const forbidden = at.policy.forbidsS3();
  if (forbidden) return { value: forbidden, evidence: NO_EVIDENCE };
  const watch = at.question.storing ? await ensureWatch(at) : undefined;
  const { value, evidence } = await revalidate(at, name, watch);
  return { value: isFailed(value) ? value : foundBy(value, detail), evidence };
}

/** After several misses in a directory, one LIST around the name is sent instead of another HEAD (cost.ts). */
async function headOrList(at: ScopeContext, name: string): Promise<WithEvidence<ObjectSeen | Failed>> {
  const forbidden = at.policy.forbidsS3();
  if (forbidden) return { value: forbidden, evidence: NO_EVIDENCE };
  if (at.policy.ignoresStored || !at.question.storing) return headOnly(at, name, 'entry');
  const standing = rememberedWatch(at, longEnough(at.bucket, at.instance.clock.now()));
  // The watch lasts long enough, and there are too few misses for a LIST. So the miss is counted while the HEAD is
  // sent.
  if (standing && standing.misses < MISSES_BEFORE_LIST) {
    const [{ value, evidence }] = await Promise.all([revalidate(at, name, standing), beginCountedWatch(at)]);
    return { value: isFailed(value) ? value : foundBy(value, 'entry'), evidence };
  }
  const watch = await beginCountedWatch(at);
  let spent: Evidence = NO_EVIDENCE;
  if (watch && watch.misses > MISSES_BEFORE_LIST && at.bucket.listLifeMs > 0) {
    const around = await listAround(at, name);
    spent = around.evidence;
    if (isFailed(around.value)) return { value: around.value, evidence: spent };
    if (around.value) return { value: listed(around.value.entry), evidence: spent };
  }
  const { value, evidence } = await revalidate(at, name, watch);
  return { value: isFailed(value) ? value : foundBy(value, 'entry'), evidence: fold(spent, evidence) };
}

function listed(entry: ObjectEntry | { type: 'directory' } | undefined): ObjectSeen {
  return entry?.type === 'object' ? { outcome: 'present', entry } : { outcome: 'absent' };
}

export function foundBy(found: HeadResult, detail: Detail): ObjectSeen {
  if (found.says !== 'object') return { outcome: 'absent' };
  return { outcome: 'present', entry: found.entry, detail: detail === 'full' ? found.detail : undefined };
}
