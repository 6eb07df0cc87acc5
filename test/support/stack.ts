/**
 * The local stack as a user starts it: a separate process whose ready line contains the address. Tests use it only
 * over HTTP and with the SDK's S3 client.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { S3Client } from '@aws-sdk/client-s3';
import type { LocalMetrics } from '../../local/metrics.ts';

export interface RunningStack {
  apiUrl: string;
  s3Url: string;
  buckets: string[];
  /** The SDK's client for the stack's S3 endpoint, or for the endpoint that was given to the stack. */
  s3: S3Client;
  /** Sends a request to the service. `path` begins with `/v1` and includes the query. */
  api(path: string, init?: RequestInit): Promise<Response>;
  metrics(): Promise<LocalMetrics>;
  /** Resolves when every event sent so far is processed. */
  settle(): Promise<void>;
  /** Its stderr output so far. */
  log(): string;
  /** Sends SIGTERM and returns the exit code. */
  stop(): Promise<number | null>;
}

export interface SpawnedStack {
  child: ChildProcess;
  /** Every line of stdout so far. */
  lines: string[];
  stderr(): string;
  /** The first line of stdout; undefined if the process ended without one. */
  ready: Promise<string | undefined>;
  exit: Promise<number | null>;
}

export const ROOT = new URL('../../', import.meta.url).pathname;
export const LOCAL_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };

/** Only the variables that the stack needs: a developer's AWS settings must not reach it. */
export const ENVIRONMENT = { PATH: process.env.PATH, HOME: process.env.HOME };

/**
 * Flags for every stack of a run: `LOCAL_STACK_FLAGS=--template` runs the deployed template, `--dynamodb-endpoint URL`
 * uses another table.
 */
const FLAGS = (process.env.LOCAL_STACK_FLAGS ?? '').split(' ').filter((flag) => flag !== '');

/** Gives each stack that shares DynamoDB Local its own database, which DynamoDB Local keeps for each access key. */
function ownDatabase(): Record<string, string> {
  if (!FLAGS.includes('--dynamodb-endpoint')) return {};
  return { AWS_ACCESS_KEY_ID: randomBytes(8).toString('hex'), AWS_SECRET_ACCESS_KEY: 'local' };
}

/** Starts `node local/main.ts` with these arguments, without waiting for it. */
export function spawnStack(args: string[], env: Record<string, string> = {}): SpawnedStack {
  const child = spawn(process.execPath, ['local/main.ts', ...FLAGS, ...args], {
    cwd: ROOT,
    env: { ...ENVIRONMENT, ...ownDatabase(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const lines: string[] = [];
  const reader = createInterface({ input: child.stdout });
  const exit = once(child, 'exit').then(([code]) => code as number | null);
  const ready = Promise.race([
    once(reader, 'line').then(([line]) => line as string),
    once(child, 'close').then(() => undefined),
  ]);
  reader.on('line', (line) => lines.push(line));
  return { child, lines, stderr: () => stderr, ready, exit };
}

/** Starts a stack on free ports and waits until it answers. */
export async function startStack(
  args: string[] = [],
  env: Record<string, string> = {},
): Promise<RunningStack> {
  const spawned = spawnStack(['--port', '0', '--s3-port', '0', '--quiet', ...args], env);
  const line = await spawned.ready;
  if (line === undefined) throw new Error(`the stack did not start:\n${spawned.stderr()}`);
  const {
    api: apiUrl,
    s3: s3Url,
    buckets,
  } = JSON.parse(line) as { api: string; s3: string; buckets: string[] };
  const s3 = new S3Client({
    endpoint: s3Url,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: LOCAL_CREDENTIALS,
  });
  return {
    apiUrl,
    s3Url,
    buckets,
    s3,
    api: (path, init) => fetch(apiUrl + path, init),
    metrics: async () => (await fetch(`${apiUrl}/_local/metrics`)).json() as Promise<LocalMetrics>,
    async settle() {
      const ask = () => fetch(`${apiUrl}/_local/settle`, { method: 'POST' });
      // The server may have closed an idle connection. Then the request is sent once more on a new connection.
      const answer = await ask().catch(ask);
      if (answer.status !== 200) throw new Error(`settle: ${answer.status} ${await answer.text()}`);
    },
    log: spawned.stderr,
    async stop() {
      s3.destroy();
      spawned.child.kill('SIGTERM');
      return spawned.exit;
    },
  };
}
