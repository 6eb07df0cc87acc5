/** One line of the report: a case, one contestant, and the cost of one request. */
import { PRICES } from '../contract/prices.ts';
import type { ContestantName, Counts } from './contestant.ts';
import type { TreeRivalName } from './tree-contestant.ts';

export interface Row {
  /** Name of the case. */
  name: string;
  rival: ContestantName | TreeRivalName;
  /** Objects in the directory, or directories in the tree. */
  n: number;
  /** Exact counts per request (a complete listing, a stat, ...). */
  s3Lists: number;
  s3Heads: number;
  /** DynamoDB read and write units. */
  rru: number;
  wru: number;
  /** HTTP requests. */
  requests: number;
  /**
   * Dollars for a million requests: S3, DynamoDB, and for s3dex the HTTP API and the Lambda requests. Lambda's time
   * is not included.
   */
  usdPerMillion: number;
  /** The part of `usdPerMillion` for S3 and DynamoDB. */
  callsUsdPerMillion: number;
  /** The cost of processing one written object, in addition to reading: events, queue, function, units. */
  usdPerMillionWrites?: number;
  p50Ms: number;
  p99Ms: number;
  samples: number;
  /** How the times were obtained if this case was not run, or what is wrong with the answer. */
  note?: string;
}

export interface Sample {
  ms: number;
  counts: Counts;
}

const MILLION = 1e6;

/** Dollars for a million requests with these calls. */
export function callsUsd({ s3Lists, s3Heads, rru, wru }: Omit<Counts, 'requests' | 'commands'>): number {
  const { s3List, s3Head, readUnit, writeUnit } = PRICES;
  return MILLION * (s3Lists * s3List + s3Heads * s3Head + rru * readUnit + wru * writeUnit);
}

export function requestsUsd(requests: number): number {
  return MILLION * requests * (PRICES.httpApiRequest + PRICES.lambdaRequest);
}

export function rowOf(
  about: { name: string; rival: Row['rival']; n: number; note?: string; usdPerMillionWrites?: number },
  samples: readonly Sample[],
): Row {
  const mean = (of: (counts: Counts) => number) =>
    samples.reduce((sum, { counts }) => sum + of(counts), 0) / samples.length;
  const counts = {
    s3Lists: mean((it) => it.s3Lists),
    s3Heads: mean((it) => it.s3Heads),
    rru: mean((it) => it.rru),
    wru: mean((it) => it.wru),
    requests: mean((it) => it.requests),
  };
  const calls = callsUsd(counts);
  const times = samples.map(({ ms }) => ms).sort((a, b) => a - b);
  const { name, rival, n, note, usdPerMillionWrites } = about;
  return {
    name,
    rival,
    n,
    ...counts,
    usdPerMillion: calls + requestsUsd(counts.requests),
    callsUsdPerMillion: calls,
    usdPerMillionWrites,
    p50Ms: quantile(times, 0.5),
    p99Ms: quantile(times, 0.99),
    samples: samples.length,
    note,
  };
}

/** The value at the nearest rank of ascending values. */
export function quantile(ascending: readonly number[], share: number): number {
  return ascending[Math.min(ascending.length - 1, Math.floor(share * ascending.length))] ?? Number.NaN;
}
