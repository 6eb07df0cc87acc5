/** Runs the local stack in a separate process for the duration of the demo. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { EXIT } from '../exit-codes.ts';
import { UsageError } from '../usage-error.ts';

/** The part of `GET /_local/metrics` that the demo reads. */
export interface CallCounters {
  s3: { list: number; head: number };
  dynamodb: { readUnits: number; writeUnits: number };
}

export interface LocalStack {
  api: string;
  s3: string;
  metrics(): Promise<CallCounters>;
  /** Resolves when every event sent so far is processed. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Exists only in a clone. The published package does not include it, because its emulators of DynamoDB and SQS are
 * large.
 */
const LOCAL_STACK = new URL('../../local/main.ts', import.meta.url);

/** @param args the arguments of `npm start`. */
export async function startLocalStack(args: readonly string[], signal: AbortSignal): Promise<LocalStack> {
  const main = fileURLToPath(LOCAL_STACK);
  if (!existsSync(main)) {
    throw new UsageError(
      'the local stack is not part of this installation: run the demo from a clone of s3dex',
    );
  }
  const child = spawn(process.execPath, [main, '--port', '0', '--s3-port', '0', '--quiet', ...args], {
    env: withoutOwnSettings(process.env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let told = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    told += text;
  });
  const stop = () => stopProcess(child);
  signal.addEventListener('abort', () => void stop(), { once: true });
  const lines = createInterface({ input: child.stdout });
  const ready = await Promise.race([
    once(lines, 'line').then(([line]) => JSON.parse(line as string) as { api: string; s3: string }),
    once(child, 'close').then(() => undefined),
  ]);
  signal.throwIfAborted();
  if (ready === undefined && child.exitCode === EXIT.usage) throw new UsageError(told.split('\n', 1)[0]!);
  if (ready === undefined) throw new Error(`the local stack did not start: ${told.trim()}`);
  return {
    ...ready,
    metrics: async () => (await fetch(`${ready.api}/_local/metrics`)).json() as Promise<CallCounters>,
    settle: async () => {
      const answer = await fetch(`${ready.api}/_local/settle`, { method: 'POST' });
      if (!answer.ok) throw new Error(`events were not processed: ${answer.status}`);
    },
    stop,
  };
}

/**
 * Removes this command's own settings (S3DEX_ENDPOINT, S3DEX_TOKEN), because the functions refuse unknown settings.
 */
function withoutOwnSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('S3DEX_')));
}

async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
}
