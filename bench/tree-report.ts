/** The part of the report about trees. It can be measured separately (`--trees`), so it has its own date. */

import type { Bundle } from './bundles/bundle.ts';
import { type FillRate, fillRates } from './bundles/fill-rate.ts';
import { treeCountCases } from './cases/tree-counts.ts';
import { usageCases } from './cases/usage.ts';
import { oneChain } from './rivals/tree/one-chain.ts';
import { parallelLister } from './rivals/tree/parallel.ts';
import { programs } from './rivals/tree/programs.ts';
import type { Row } from './row.ts';
import type { S3dex } from './s3dex.ts';
import type { Servers } from './servers/start.ts';

export interface TreeReport {
  /** Date of the run, YYYY-MM-DD. */
  date: string;
  cases: Row[];
  /** Empty if only counts were measured. */
  fillRates: FillRate[];
}

/** Measures only what has a budget: s3dex's own counts. */
export async function treeCounts(servers: Servers, s3dex: S3dex): Promise<TreeReport> {
  const counts = await treeCountCases(servers, s3dex);
  return { date: today(), cases: [...counts, ...(await usageCases(servers, s3dex))], fillRates: [] };
}

/** Measures counts and times of s3dex and its rivals. */
export async function treeReport(
  servers: Servers,
  s3dex: S3dex,
  bundles: readonly Bundle[],
): Promise<TreeReport> {
  const { s3Url } = servers;
  const rivals = [oneChain(s3Url), parallelLister(s3Url), ...(await programs(servers))];
  try {
    const counts = await treeCountCases(servers, s3dex);
    const usage = await usageCases(servers, s3dex, rivals);
    return { date: today(), cases: [...counts, ...usage], fillRates: await fillRates(servers, bundles) };
  } finally {
    for (const rival of rivals) rival.stop();
  }
}

function today(): string {
  return new Date().toISOString().slice(0, 'YYYY-MM-DD'.length);
}
