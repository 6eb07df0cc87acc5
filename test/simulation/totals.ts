/** The results of many seeds, as plain numbers that threads can send and sum. */
import type { FaultCounts, FaultKind } from './faults.ts';
import type { Outcome } from './run-seed.ts';

export interface Failure {
  seed: number;
  steps: number;
  message: string;
}

export interface Totals {
  seeds: number;
  steps: number;
  writes: number;
  events: number;
  questions: number;
  answers: number;
  claims: number;
  failures: number;
  crashed: number;
  quietAsked: number;
  quietHits: number;
  served: Record<string, number>;
  fills: Record<string, number>;
  faults: Partial<FaultCounts>;
  violations: Failure[];
}

export function noTotals(): Totals {
  return {
    seeds: 0,
    steps: 0,
    writes: 0,
    events: 0,
    questions: 0,
    answers: 0,
    claims: 0,
    failures: 0,
    crashed: 0,
    quietAsked: 0,
    quietHits: 0,
    served: {},
    fills: {},
    faults: {},
    violations: [],
  };
}

export function addOutcome(totals: Totals, { seed, violation, counts, ...outcome }: Outcome): void {
  addTotals(totals, {
    seeds: 1,
    steps: outcome.steps,
    writes: outcome.writes,
    events: outcome.events,
    questions: counts.questions,
    answers: counts.answers,
    claims: counts.claims,
    failures: counts.failures,
    crashed: counts.crashed,
    quietAsked: outcome.quiet.asked,
    quietHits: outcome.quiet.hits,
    served: Object.fromEntries(counts.served),
    fills: Object.fromEntries(counts.fills),
    faults: outcome.faults.counts,
    violations: violation ? [{ seed, steps: outcome.steps, message: violation.message }] : [],
  });
}

export function addTotals(totals: Totals, more: Totals): void {
  const { served, fills, faults, violations, ...numbers } = more;
  for (const [name, count] of Object.entries(numbers)) totals[name as keyof typeof numbers] += count;
  addCounts(totals.served, served);
  addCounts(totals.fills, fills);
  for (const [kind, count] of Object.entries(faults) as [FaultKind, number][])
    totals.faults[kind] = (totals.faults[kind] ?? 0) + count;
  totals.violations.push(...violations);
}

function addCounts(totals: Record<string, number>, more: Readonly<Record<string, number>>): void {
  for (const [word, count] of Object.entries(more)) totals[word] = (totals[word] ?? 0) + count;
}

export function report(totals: Totals, seconds: number): string {
  const { seeds, steps, writes, events, questions, answers, claims, failures, crashed } = totals;
  const pairs = (counts: Partial<Record<string, number>>) =>
    Object.entries(counts)
      .sort(([, a = 0], [, b = 0]) => b - a)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ');
  return [
    `${seeds} seeds in ${seconds.toFixed(1)} s: ${(seeds / seconds).toFixed(0)} seeds/s, ${(steps / seconds).toFixed(0)} steps/s`,
    `${steps} steps, ${writes} states of S3, ${events} events`,
    `${questions} questions: ${answers} answers checked (${claims} names and keys), ${failures} declared failures, ${crashed} lost in crashes`,
    `served: ${pairs(totals.served)}; listings read again at the end: ${totals.quietHits} of ${totals.quietAsked} hits`,
    `fills: ${pairs(totals.fills)}`,
    `faults injected: ${pairs(totals.faults)}`,
    `violations: ${totals.violations.length}`,
  ].join('\n');
}
