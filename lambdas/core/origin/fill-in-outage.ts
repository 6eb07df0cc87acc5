/**
 * Fills a gap while the table does not answer. Nothing can be stored, so equal questions of this instance share a
 * LIST that was sent after they began. Only one LIST of the same gap is in progress at a time.
 */
import { LIST_MAX_KEYS } from '../../../shared/list-bound.ts';
import { START } from '../model/range.ts';
import type { Failed } from '../questions/answer.ts';
import { isFailed } from '../questions/answer.ts';
import { fold, fromOther, fromS3, NO_EVIDENCE, WAITED, type WithEvidence } from '../request/evidence.ts';
import type { Filled, GapFilled } from '../request/filled.ts';
import type { ScopeContext } from '../request/scope-context.ts';
import { fill } from './fill.ts';
import type { Gap } from './list-gap.ts';

/** The LIST in progress may have been sent before this question began. The one after it was sent later. */
const MAX_FLIGHTS = 2;

type Result = WithEvidence<GapFilled | Failed>;

export async function fillInOutage(at: ScopeContext, gap: Gap): Promise<Result> {
  const { store, beganNumber } = at.question;
  // A LIST of 1,000 names costs the same as a LIST of ten, and questions with any limit can use it.
  const whole: Gap = { ...gap, wanted: LIST_MAX_KEYS };
  const key = JSON.stringify(['outage', at.id, gap.after === START ? null : gap.after]);
  for (let flights = 0; flights < MAX_FLIGHTS; flights++) {
    const flight = at.instance.fills.fly(key, async () => {
      const filled = await fill(at, whole);
      return { filled, gaveUp: isFailed(filled) && store.forbids('list') !== undefined, epoch: '' };
    });
    const { filled, gaveUp } = await flight.result;
    if (flight.joined === 'not') return own(filled);
    at.instance.telemetry.count('coalesced');
    if (gaveUp) break;
    if (isFailed(filled)) {
      store.noteFailureElsewhere();
      return { value: filled, evidence: NO_EVIDENCE };
    }
    if (filled.outcome === 'filled' && filled.sentNumber > beganNumber)
      return { value: filled, evidence: fold(WAITED, fromOther(filled.page)) };
  }
  return own(await fill(at, whole));
}

function own(value: Filled | GapFilled | Failed): Result {
  return { value, evidence: value.outcome === 'filled' ? fromS3(value.page, false) : NO_EVIDENCE };
}
