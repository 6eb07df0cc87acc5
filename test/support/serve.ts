/** `s3dex serve` as a user starts it: a separate process whose ready line contains the address. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { LOCAL_CREDENTIALS, ROOT } from './stack.ts';

/** By default, requests pass to S3 after five seconds. On a busy machine, tests would then sometimes fail. */
const SERVICE_TIMEOUT_SECONDS = '60';

export interface RunningServe {
  url: string;
  pid: number;
  /** The SDK's S3 client with this endpoint. */
  client(config?: S3ClientConfig): S3Client;
  /** Its stderr output so far. */
  log(): string;
  stats(): Promise<{ answered: Record<string, number>; passedWhy: Record<string, number>; passed: number }>;
  /** Sends SIGTERM and returns the exit code. */
  stop(): Promise<number | null>;
}

/**
 * The files that start the command in a clone, in the published package (after `npm run build`), and from the
 * sources.
 */
export const SERVE_ENTRIES = {
  launcher: 'cli/s3dex.js',
  bundle: 'cli/dist/main.js',
  sources: 'cli/main.ts',
} as const;

export interface ServeSettings {
  entry?: (typeof SERVE_ENTRIES)[keyof typeof SERVE_ENTRIES];
  /** The endpoint of the service. */
  endpoint: string;
  s3Endpoint: string;
  flags?: string[];
  env?: Record<string, string>;
}

export async function startServe({
  endpoint,
  s3Endpoint,
  entry = SERVE_ENTRIES.sources,
  flags = [],
  env = {},
}: ServeSettings): Promise<RunningServe> {
  const places = ['--port', '0', '--endpoint', endpoint, '--s3-endpoint', s3Endpoint];
  const args = ['serve', ...places, '--timeout', SERVICE_TIMEOUT_SECONDS, ...flags];
  const child = spawn(process.execPath, [entry, ...args], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const exit = once(child, 'exit').then(([code]) => code as number | null);
  const line = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line').then(([text]) => text as string),
    exit.then(() => undefined),
  ]);
  if (line === undefined) throw new Error(`serve did not start:\n${stderr}`);
  const { s3: url } = JSON.parse(line) as { s3: string };
  const clients: S3Client[] = [];
  return {
    url,
    pid: child.pid!,
    client(config = {}) {
      const client = new S3Client({
        endpoint: url,
        region: 'us-east-1',
        forcePathStyle: true,
        credentials: LOCAL_CREDENTIALS,
        ...config,
      });
      clients.push(client);
      return client;
    },
    log: () => stderr,
    stats: async () => (await fetch(`${url}/_s3dex/stats`)).json() as never,
    async stop() {
      for (const client of clients) client.destroy();
      child.kill('SIGTERM');
      return exit;
    },
  };
}
