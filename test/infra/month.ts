/**
 * The costs of the month in docs/deploy.md, in dollars: from the cost model, and from CloudWatch's fixed price for a
 * deployment.
 */
import { eventUsd, logsUsd, questionUsd, rivalListing, s3dexListing } from '../../bench/cost-model.ts';
import { PRICES } from '../../contract/prices.ts';
import { standingCost } from '../../infra/standing-cost.ts';

const OBJECTS = 1_000;
const LISTINGS = 2;
const WARM = 0.95;
const CHANGES = 0.1;

/** All quantities are in millions. */
export function month(alarmMetrics: number) {
  const logsOf = (state: 'warm' | 'cold') => logsUsd(s3dexListing(OBJECTS, state));
  const listing = (state: 'warm' | 'cold') => questionUsd(s3dexListing(OBJECTS, state)) - logsOf(state);
  const warm = LISTINGS * WARM * listing('warm');
  const cold = LISTINGS * (1 - WARM) * listing('cold');
  const events = CHANGES * eventUsd(1);
  const logs = LISTINGS * (WARM * logsOf('warm') + (1 - WARM) * logsOf('cold'));
  const { metrics, watch, polling } = standingCost(alarmMetrics, PRICES);
  const standing = metrics + watch + polling;
  const variable = (warm + cold + events + logs) / LISTINGS;
  const plain = LISTINGS * questionUsd(rivalListing('list-only', OBJECTS, 'cold'));
  const list = plain / LISTINGS;
  return {
    WARM: warm,
    COLD: cold,
    EVENTS: events,
    LOGS: logs,
    METRICS: metrics,
    WATCH: watch,
    POLLING: polling,
    TOTAL: warm + cold + events + logs + standing,
    PLAIN: plain,
    WITH_HEADS: LISTINGS * questionUsd(rivalListing('list-then-head', OBJECTS, 'cold')),
    VARIABLE: variable,
    /** An idle deployment. Metrics are charged only for the hours in which they are sent. */
    IDLE: watch + polling,
    /** From this number of listings a month on (millions), the service costs less than plain LISTs. */
    breakEven: standing / (list - variable),
  };
}
