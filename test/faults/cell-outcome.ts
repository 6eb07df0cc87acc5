/** What happened in a cell, and how its steps are counted. */
import type { FaultProxy } from './proxy.ts';
import { type Outcome, type Verdict, wrong } from './verdict.ts';

export interface CellOutcome {
  /** Outcomes of the questions that were asked during the fault. */
  counts: Record<Outcome, number>;
  /** Everything that was wrong, also before and after the fault. */
  notes: string[];
  /** The time of the slowest question during the fault. */
  slowestMs: number;
  /** More than one if the machine was too slow in earlier runs. */
  runs: number;
}

export function noOutcome(): CellOutcome {
  return { counts: { index: 0, s3: 0, error: 0, wrong: 0 }, notes: [], slowestMs: 0, runs: 1 };
}

/** Ends the fault. A fault that never struck a call proves nothing, so that is an error. */
export async function ended(result: CellOutcome, lasting: boolean, proxy: FaultProxy): Promise<void> {
  if ((await proxy.disarm()) === 0)
    note(result, lasting, { ...wrong('the fault struck no call, so this cell proves nothing'), ms: 0 });
}

/** Counts an answer that was given during the fault. */
export function count(result: CellOutcome, lasting: boolean, verdict: Verdict, limitMs: number): void {
  const judged =
    verdict.ms <= limitMs || verdict.outcome === 'wrong'
      ? verdict
      : { ...wrong(`took ${Math.round(verdict.ms)} ms, beyond ${limitMs}`), ms: verdict.ms };
  result.slowestMs = Math.max(result.slowestMs, verdict.ms);
  result.counts[judged.outcome] += judged.outcome === 'wrong' ? 0 : 1;
  note(result, lasting, judged);
}

export function note(result: CellOutcome, lasting: boolean, { outcome, note: what = '' }: Verdict): void {
  if (outcome === 'index' || outcome === 's3') return;
  if (outcome === 'error') return;
  result.counts.wrong += 1;
  result.notes.push(`${lasting ? 'lasting' : 'once'}: ${what}`);
}
