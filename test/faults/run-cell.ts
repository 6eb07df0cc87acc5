/** Runs one cell (a call site and a fault) twice: first the fault strikes only one call, then every call. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type CellOutcome, count, ended, noOutcome, note } from './cell-outcome.ts';
import type { FaultKind } from './faults.ts';
import type { Ground } from './ground.ts';
import { LIMIT_MS } from './limits.ts';
import { listing } from './questions.ts';
import { DIR, type InvalidationRow, keyOf, type ListingRow, type Row, tell } from './row.ts';
import { runFill } from './run-fill.ts';
import { type Stage, setStage } from './stage.ts';
import { type Allowed, type Outcome, type Verdict, wrong } from './verdict.ts';

/** Maximum number of runs of a cell. A cell that fails while the machine is slower than the budgets runs again. */
const RUNS = 4;
/** The buckets that a cell may need: two for each run. */
export const BUCKETS_A_CELL = 2 * RUNS;
/** `LASTING_ASKS`: questions during a lasting fault. `ASKS_UNTIL_HIT`: the most questions after it until a hit. */
const LASTING_ASKS = 2;
const ASKS_UNTIL_HIT = 40;
const ASK_PAUSE_MS = 50;

export async function runCell(ground: Ground, row: Row, fault: FaultKind): Promise<CellOutcome> {
  for (let run = 1; ; run++) {
    const disturbances = ground.disturbances.count();
    const outcome = await runOnce(ground, row, fault);
    const disturbed = ground.disturbances.count() > disturbances;
    if (outcome.counts.wrong === 0 || !disturbed || run === RUNS) return { ...outcome, runs: run };
  }
}

async function runOnce(ground: Ground, row: Row, fault: FaultKind): Promise<CellOutcome> {
  const result = noOutcome();
  for (const lasting of [false, true]) {
    const stage = await setStage(ground, row);
    try {
      if (row.handler === 'listing') await runListing(result, row, fault, stage, lasting);
      else if (row.handler === 'fill') await runFill({ result, row, fault, stage, lasting });
      else await runInvalidation(result, row, fault, stage, lasting);
    } catch (error) {
      note(result, lasting, { ...wrong(`the cell itself failed: ${error}`), ms: 0 });
    } finally {
      await stage.close();
    }
  }
  return result;
}

async function runListing(
  result: CellOutcome,
  row: ListingRow,
  fault: FaultKind,
  stage: Stage,
  lasting: boolean,
): Promise<void> {
  const { ask, again = ask } = await row.prepare(stage);
  const proxy = stage.proxies[row.endpoint];
  proxy.arm({ site: row.site, act: fault.acts[row.endpoint]!, lasting });
  for (let i = 0; i < (lasting ? LASTING_ASKS : 1); i++)
    count(result, lasting, await ask(stage, stage.subject, allowedBy(row, fault)), LIMIT_MS[row.endpoint]);
  await ended(result, lasting, proxy);

  await rightAgain(result, row, lasting, () => again(stage, stage.subject, []));
  if (row.handler === 'listing' && row.site === 'DescribeTable') return;
  // The next change must void what the fault has left in the index.
  stage.put(keyOf(2), `${DIR}later`);
  stage.remove(keyOf(1));
  await tell(stage);
  for (const instance of [stage.subject, stage.ground.healthy])
    note(result, lasting, await listing({ prefix: DIR })(stage, instance, []));
}

/** Checks that the next request works, and that the index soon answers without S3. */
async function rightAgain(
  result: CellOutcome,
  row: ListingRow,
  lasting: boolean,
  ask: () => Promise<Verdict>,
): Promise<void> {
  for (let asks = 0; asks < ASKS_UNTIL_HIT; asks++) {
    const verdict = await ask();
    note(result, lasting, verdict);
    if (verdict.outcome === 'wrong' || verdict.outcome === 'index' || row.noHits) return;
    await sleep(ASK_PAUSE_MS);
  }
  note(result, lasting, { ...wrong(`no hit in ${ASKS_UNTIL_HIT} requests after the fault`), ms: 0 });
}

function allowedBy(row: ListingRow, fault: FaultKind): Allowed {
  if (row.errors === 'never') return [];
  if (row.errors === 'index') return ['unavailable'];
  const code = row.site === 'HEAD' ? fault.head : fault.list;
  return code === undefined ? [] : [code];
}

async function runInvalidation(
  result: CellOutcome,
  row: InvalidationRow,
  fault: FaultKind,
  stage: Stage,
  lasting: boolean,
): Promise<void> {
  const { messages, unreadable } = await row.prepare(stage);
  const proxy = stage.proxies[row.endpoint];
  const bystander = { messageId: 'bystander', body: JSON.stringify({ Event: 's3:TestEvent' }) };
  const seen = () => rightEverywhere(stage, unreadable);
  let waiting = messages;
  const deliver = async (): Promise<Verdict> => {
    const startedMs = performance.now();
    const judged = await delivered(stage, [...waiting, bystander]).catch((error) => error as Error);
    const ms = performance.now() - startedMs;
    if (judged instanceof Error) return { ...wrong(`thrown: ${judged}`), ms };
    if (judged.has('bystander'))
      return { ...wrong('a message that needed no work was returned to the queue'), ms };
    waiting = waiting.filter(({ messageId }) => judged.has(messageId));
    if (waiting.length > 0) return { outcome: 'error', ms };
    return { ...(await seen()), ms };
  };
  proxy.arm({ site: row.site, act: fault.acts[row.endpoint]!, lasting });
  for (let i = 0; i < (lasting ? LASTING_ASKS : 1) && waiting.length > 0; i++)
    count(result, lasting, await deliver(), LIMIT_MS[row.endpoint]);
  await ended(result, lasting, proxy);
  for (let tries = 0; tries < ASKS_UNTIL_HIT && waiting.length > 0; tries++) {
    note(result, lasting, await deliver());
    await sleep(ASK_PAUSE_MS);
  }
  if (waiting.length > 0)
    note(result, lasting, { ...wrong('messages fail although the fault is over'), ms: 0 });
  note(result, lasting, { ...(await seen()), ms: 0 });
}

async function delivered(stage: Stage, messages: { messageId: string; body: string }[]) {
  const { batchItemFailures } = await stage.subject.deliver(messages);
  return new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
}

/** Checks after all events that every listing equals S3, and that unreadable messages are among the dead letters. */
async function rightEverywhere(
  stage: Stage,
  unreadable: string | undefined,
): Promise<{ outcome: Outcome; note?: string }> {
  for (const prefix of ['', DIR, `${DIR}e/`]) {
    const { outcome, note: what } = await listing({ prefix })(stage, stage.ground.healthy, []);
    if (outcome === 'wrong') return wrong(`after the events: ${what}`);
  }
  if (unreadable !== undefined && !(await stage.deadLetters()).includes(unreadable))
    return wrong('an unreadable message was acknowledged and is not among the dead letters');
  return { outcome: 'index' };
}
