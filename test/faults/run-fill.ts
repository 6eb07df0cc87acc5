/**
 * Runs a cell of the fill function: delivers the message of a fill during the fault, and again after it. The fill must
 * end complete, with each name counted once and everything in the index. It may fail only for a reason that another
 * attempt does not remove, and then another fill must work.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { FillStatusAnswer } from '../../contract/answers/fill.ts';
import { type CellOutcome, count, ended, note } from './cell-outcome.ts';
import type { FaultKind } from './faults.ts';
import { begun, deliverAll, namesInS3, statusOf, usage } from './fill-questions.ts';
import { FILL } from './instance.ts';
import { listing } from './questions.ts';
import { DIR, type FillRow, keyOf, tell } from './row.ts';
import type { Stage } from './stage.ts';
import { type Verdict, wrong } from './verdict.ts';

/** Deliveries during a lasting fault. */
const LASTING_DELIVERIES = 2;
const PAUSE_MS = 50;

interface FillCell {
  result: CellOutcome;
  row: FillRow;
  fault: FaultKind;
  stage: Stage;
  lasting: boolean;
}

export async function runFill({ result, row, fault, stage, lasting }: FillCell): Promise<void> {
  const { id } = await row.prepare(stage);
  const mayFail = row.endpoint === 's3' && fault.list === 'upstream-denied';
  const progress = new Progress(stage, id);
  const proxy = stage.proxies[row.endpoint];
  proxy.arm({ site: row.site, act: fault.acts[row.endpoint]!, lasting });
  for (let i = 0; i < (lasting ? LASTING_DELIVERIES : 1); i++) {
    if (i > 0) await sleep(PAUSE_MS);
    const verdict = await delivered(progress, mayFail);
    count(result, lasting, verdict, FILL.timeoutMs);
    if (verdict.outcome === 's3') break;
  }
  await ended(result, lasting, proxy);
  await deliverAll(stage, stage.subject, async () => void (await progress.read()));
  const last = await progress.read();
  if (last.state === 'failed' && mayFail) await runAgain(stage);
  else note(result, lasting, { ...(await judgedEnd(stage, last)), ms: 0 });
  for (const wrongStep of progress.wrongs) note(result, lasting, { ...wrong(wrongStep), ms: 0 });
  for (const verdict of await heldAndFollowed(stage)) note(result, lasting, verdict);
}

/** The progress of one fill. It must never decrease. */
class Progress {
  readonly stage: Stage;
  readonly wrongs: string[] = [];
  readonly #id: string;
  #listed = 0;

  constructor(stage: Stage, id: string) {
    this.stage = stage;
    this.#id = id;
  }

  async read(): Promise<FillStatusAnswer> {
    const status = await statusOf(this.stage, this.#id);
    if (status.listed < this.#listed)
      this.wrongs.push(`progress went from ${this.#listed} to ${status.listed}`);
    this.#listed = status.listed;
    return status;
  }
}

/** Delivers once during the fault. Anything thrown is a failed invocation, after which the message comes again. */
async function delivered(progress: Progress, mayFail: boolean): Promise<Verdict> {
  const { stage } = progress;
  const startedMs = performance.now();
  const outcome = await stage.fills!.deliver(stage.subject).catch((error) => error as Error);
  const ms = performance.now() - startedMs;
  if (outcome instanceof Error) return { ...wrong(`thrown: ${outcome}`), ms };
  const status = await progress.read();
  if (status.state === 'complete') return { ...(await judgedEnd(stage, status)), ms };
  if (status.state !== 'failed' || mayFail) return { outcome: 'error', ms };
  return { ...wrong(`the fill failed: ${JSON.stringify(status)}`), ms };
}

async function judgedEnd(stage: Stage, status: FillStatusAnswer): Promise<Omit<Verdict, 'ms'>> {
  const names = await namesInS3(stage);
  if (status.state === 'complete' && status.listed === names) return { outcome: 's3' };
  return wrong(`the fill ended ${JSON.stringify(status)}, S3 has ${names} names`);
}

async function runAgain(stage: Stage): Promise<void> {
  const id = await begun(stage);
  await deliverAll(stage, stage.subject);
  const { state } = await statusOf(stage, id);
  if (state !== 'complete') throw new Error(`the next fill is ${state}`);
}

/** After a complete fill, the tree and its sums need no LIST, and they follow the next change. */
async function heldAndFollowed(stage: Stage): Promise<Verdict[]> {
  const { healthy } = stage.ground;
  const questions = [listing({ prefix: '', recursive: true }), usage('')];
  const verdicts: Verdict[] = [];
  for (const question of questions) {
    const verdict = await question(stage, healthy, []);
    verdicts.push(
      verdict.outcome === 's3' ? { ...wrong('a LIST was necessary after the fill'), ms: 0 } : verdict,
    );
  }
  stage.put(keyOf(2), `${DIR}later`);
  stage.remove(keyOf(1));
  await tell(stage);
  for (const question of [...questions, listing({ prefix: DIR })])
    verdicts.push(await question(stage, healthy, []));
  return verdicts;
}
