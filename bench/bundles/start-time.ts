/**
 * Time from the start of the process to its first answer, compared with a bundle that only creates the two SDK
 * clients. The bundles alternate, so that changes in the machine's load affect all of them: a ratio compares
 * medians of the same minutes.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { httpEvent } from '../asker.ts';
import { BUCKET } from '../contestant.ts';
import { quantile } from '../row.ts';
import { BUNDLES, type Bundle, type BundleName } from './bundle.ts';

export interface StartTime {
  name: BundleName;
  /** Medians, measured from the start of the process. */
  ms: number;
  cpuMs: number;
  /** Ratio to the bundle with two clients; also by CPU time, which depends less on the machine's load. */
  ratio: number;
  cpuRatio: number;
  /** The median for a process without modules. Every other figure includes this time. */
  starts: number;
}

interface Told {
  ms: number;
  cpuMs: number;
  status: number;
}

const ENVIRONMENT = {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
  AWS_LAMBDA_FUNCTION_NAME: 'bench',
  LOG_LEVEL: 'ERROR',
  S3DEX_TABLE: 'bench',
  S3DEX_BUCKETS: JSON.stringify([{ name: BUCKET, events: 's3' }]),
};
const EVENTS: Record<BundleName, unknown> = {
  listing: httpEvent('GET', '/v1/health', {}),
  invalidation: { Records: [] },
  'two-clients': {},
};

export function startTimes(bundles: readonly Bundle[], starts: number): StartTime[] {
  const told = new Map(BUNDLES.map((name) => [name, [] as Told[]]));
  for (let start = 0; start < starts; start++) {
    for (const { name, file } of bundles) told.get(name)!.push(startOnce(file, EVENTS[name]));
  }
  const medians = (name: BundleName) => ({
    ms: median(told.get(name)!.map(({ ms }) => ms)),
    cpuMs: median(told.get(name)!.map(({ cpuMs }) => cpuMs)),
  });
  const least = medians('two-clients');
  return bundles.map(({ name }) => {
    const { ms, cpuMs } = medians(name);
    return { name, ms, cpuMs, ratio: ms / least.ms, cpuRatio: cpuMs / least.cpuMs, starts };
  });
}

function startOnce(file: string, event: unknown): Told {
  const runner = join(import.meta.dirname, 'run-once.mjs');
  const { stdout, stderr } = spawnSync(process.execPath, [runner, file, JSON.stringify(event)], {
    env: { PATH: process.env.PATH, ...ENVIRONMENT },
    encoding: 'utf8',
  });
  const told = JSON.parse(stdout.trim().split('\n').at(-1) || 'null') as Told | null;
  if (told?.status !== 200) throw new Error(`${file} did not start: ${stderr || stdout}`);
  return told;
}

function median(values: number[]): number {
  return quantile(
    values.sort((a, b) => a - b),
    0.5,
  );
}
