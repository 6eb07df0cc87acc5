/**
 * Runs the bundle of the listing function in a separate process, so that its memory and processor time can be
 * measured.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { HttpEvent } from '../../lambdas/http/event.ts';
import { CREDENTIALS, REGION } from '../clients.ts';
import { BUCKET } from '../contestant.ts';
import type { Servers } from '../servers/start.ts';
import type { Bundle } from './bundle.ts';

/** One answer, and what the process has used since its start. */
export interface Answered {
  statusCode: number;
  body: string;
  peakBytes: number;
  cpuMs: number;
}

export interface ForkedListing {
  child: ChildProcess;
  /** Throws unless the answer's status is one of `allowed` (by default only 200). */
  ask(event: HttpEvent, allowed?: readonly number[]): Promise<Answered>;
}

export function forkListing(
  { s3Url, dynamoUrl }: Servers,
  listing: Bundle,
  { tableName, execArgv }: { tableName: string; execArgv: string[] },
): ForkedListing {
  const child = fork(join(import.meta.dirname, 'run-memory.mjs'), [listing.file], {
    execArgv,
    env: {
      PATH: process.env.PATH,
      AWS_REGION: REGION,
      AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
      LOG_LEVEL: 'ERROR',
      S3DEX_TABLE: tableName,
      S3DEX_BUCKETS: JSON.stringify([{ name: BUCKET, events: 's3' }]),
      S3DEX_S3_ENDPOINT: s3Url,
      S3DEX_DYNAMODB_ENDPOINT: dynamoUrl,
    },
    // The function's stdout is ignored, because it prints one line of metrics for each invocation.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  return {
    child,
    async ask(event, allowed = [200]) {
      child.send(event);
      const [answered] = (await once(child, 'message')) as [Answered];
      if (!allowed.includes(answered.statusCode)) throw new Error(`${answered.statusCode}: ${answered.body}`);
      return answered;
    },
  };
}
