/**
 * Fills a gap only once. This instance sends one LIST for equal fills; a lease does the same among several instances.
 */
import type { CachedPage } from '../model/cached-page.ts';
import { START } from '../model/range.ts';
import { judge } from '../model/validity.ts';
import { type Failed, isFailed } from '../questions/answer.ts';
import {
  fold,
  fromIndex,
  fromOther,
  fromS3,
  NO_EVIDENCE,
  WAITED,
  type WithEvidence,
} from '../request/evidence.ts';
import type { Filled, GapFilled, SharedFill } from '../request/filled.ts';
import type { ScopeContext } from '../request/scope-context.ts';
import { fill } from './fill.ts';
import { isStored } from './fill-at-second-miss.ts';
import { fillInOutage } from './fill-in-outage.ts';
import { type AtGap, fillUnderLease, type Reread } from './fill-under-lease.ts';
import type { Gap } from './list-gap.ts';
import { rents } from './rent.ts';
import { ensureWatch } from './watch.ts';

/**
 * A LIST in progress may have been sent before this question began, and then its page may be of no use. The one after
 * it is sent later.
 */
const MAX_FLIGHTS = 2;

type Result = WithEvidence<GapFilled | Failed>;

interface Wanted {
  gap: Gap & AtGap;
  reread: Reread;
  /** The fill that was under way, and was of no use. */
  before?: Promise<SharedFill>;
}

/** The result of this fill may not be used. */
interface NoUse {
  noUse: Promise<SharedFill>;
}

export async function fillOnce(at: ScopeContext, gap: Gap & AtGap, reread: Reread): Promise<Result> {
  const forbidden = at.question.store.forbids('list');
  if (forbidden) return { value: forbidden, evidence: NO_EVIDENCE };
  if (at.question.isOutage) return fillInOutage(at, gap);
  if (!at.question.storing || at.policy.ignoresStored || gap.ignoreStored) return own(await fill(at, gap));
  // Counted only here, where a LIST is about to be sent.
  const rented = gap.mayRent === true && rents(at, gap.wanted);
  const wanted: Wanted = { gap: { ...gap, rented }, reread };
  for (let flights = 0; flights < MAX_FLIGHTS; flights++) {
    const result = await shared(at, wanted);
    if (!('noUse' in result)) return flights === 0 ? result : withEvidence(result, WAITED);
    wanted.before = result.noUse;
  }
  return withEvidence(own(await fill(at, wanted.gap)), WAITED);
}

/** Fills the gap, or waits for the same fill of another question. */
async function shared(at: ScopeContext, wanted: Wanted): Promise<Result | NoUse> {
  const { gap, before } = wanted;
  // A rented page has only the wanted names, so it is shared by questions for as many.
  const key = JSON.stringify([at.id, gap.after === START ? null : gap.after, gap.rented ? gap.wanted : null]);
  let evidence = NO_EVIDENCE;
  const call = async (): Promise<SharedFill> => {
    const first = await firstFill(at, wanted);
    evidence = first.evidence;
    const gaveUp = isFailed(first.value) && at.question.store.forbids('list') !== undefined;
    return { filled: first.value, gaveUp, epoch: at.policy.epoch };
  };
  const untilStored = ({ filled }: SharedFill) => (filled.outcome === 'filled' ? filled.stored : undefined);
  const flight = at.instance.fills.fly(key, call, { lasts: untilStored, except: before });
  const sharedFill = await flight.result;
  if (flight.joined === 'not') return withEvidence(own(sharedFill.filled), evidence);
  if (sharedFill.gaveUp) return withEvidence(own(await fill(at, gap)), WAITED);
  if (isNoUse(at, sharedFill, wanted)) return { noUse: flight.result };
  const join = flight.joined === 'late' ? joinedLate : joined;
  return withEvidence(await join(at, sharedFill, wanted.reread), WAITED);
}

/**
 * A rented page has no watch, so a change since its LIST may have left no mark. Its LIST says nothing about the next
 * one, either, if it failed and was sent before this question began.
 */
function isNoUse(at: ScopeContext, { filled, epoch }: SharedFill, { gap, before }: Wanted): boolean {
  if (isFailed(filled)) return gap.rented === true && before === undefined;
  if (filled.outcome !== 'filled' || isFresh(at, filled)) return false;
  return gap.rented === true || !isUsable(at, filled.page, epoch);
}

/** True if the LIST was sent after the question began. */
function isFresh(at: ScopeContext, { sentNumber }: Filled): boolean {
  return sentNumber > at.question.beganNumber;
}

async function firstFill(at: ScopeContext, { gap, reread }: Wanted): Promise<Result> {
  if (gap.rented) return { value: await fill(at, gap), evidence: NO_EVIDENCE };
  if (!(await isStored(at, gap)))
    return { value: await fill(at, { ...gap, rented: true }), evidence: NO_EVIDENCE };
  return takesLease(at, gap) ? fillUnderLease(at, gap, reread) : fillOn(at, gap);
}

/** Only for directories, because several instances rarely list the same part of a tree at the same time. */
function takesLease(at: ScopeContext, { after }: Gap): boolean {
  return at.scope.kind !== 'tree' && after === START;
}

/**
 * After the first page, the watch usually lasts long enough, and reading it is cheaper than a write that is refused.
 */
async function fillOn(at: ScopeContext, gap: Gap): Promise<Result> {
  return { value: await fill(at, gap, await ensureWatch(at)), evidence: NO_EVIDENCE };
}

/**
 * The page that another question listed is being stored. If its LIST was sent before this question began, this
 * question waits until the page is stored and reads it from the index. It does not take the page itself, because it
 * may have dropped it already.
 */
async function joinedLate(at: ScopeContext, sharedFill: SharedFill, reread: Reread): Promise<Result> {
  const { filled } = sharedFill;
  if (filled.outcome !== 'filled' || isFresh(at, filled)) return joined(at, sharedFill, reread);
  await filled.stored;
  await reread();
  return { value: { outcome: 'waited' }, evidence: NO_EVIDENCE };
}

/** Returns the page that another question of this instance fetched. */
async function joined(at: ScopeContext, { filled }: SharedFill, reread: Reread): Promise<Result> {
  at.instance.telemetry.count('coalesced');
  if (isFailed(filled)) at.question.store.noteFailureElsewhere();
  if (filled.outcome === 'waited') await reread();
  if (filled.outcome !== 'filled') return { value: filled, evidence: NO_EVIDENCE };
  const fresh = isFresh(at, filled);
  const page: CachedPage = { ...filled.page, fresh };
  // The other question reports whether its page is stored. This question does not.
  const value = { ...filled, page, stored: Promise.resolve(true) };
  return { value, evidence: fresh ? fromOther(page) : fromIndex(page) };
}

function isUsable(at: ScopeContext, page: CachedPage, epoch: string): boolean {
  return judge({ ...page, watchedUntil: page.endsAt, epoch }, at.freshnessPolicy()) === 'usable';
}

function own(value: Filled | GapFilled | Failed): Result {
  const evidence = value.outcome === 'filled' ? fromS3(value.page, 'being-stored') : NO_EVIDENCE;
  return { value, evidence };
}

function withEvidence({ value, evidence }: Result, more: Result['evidence']): Result {
  return { value, evidence: fold(evidence, more) };
}
