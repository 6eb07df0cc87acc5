/** An instance of a function: a process that handles one event at a time. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { FunctionSettings } from '../function-context.ts';
import { FunctionTimedOut } from '../function-context.ts';
import type { FromInstance, ToInstance } from './instance-messages.ts';

const MAIN = fileURLToPath(new URL('instance-main.ts', import.meta.url));
/** Lambda limits the start of a function to 10 s (developer guide, lambda-runtime-environment). */
const START_WITHIN_MS = 10_000;

export interface InstanceSpec {
  /** The folder of the bundle. */
  folder: string;
  /** `index.handler`. */
  handler: string;
  settings: FunctionSettings;
  /** The whole environment. */
  environment: Record<string, string>;
  /** Called with each line that the function prints. */
  onOutput: (line: string) => void;
}

export interface Instance {
  /** Rejects if the function throws, ends or takes too long. After the last two, the instance is gone. */
  invoke(event: unknown, requestId: string): Promise<unknown>;
  counters(): Promise<Record<string, number>>;
  readonly alive: boolean;
  stop(): void;
}

export class FunctionFailed extends Error {
  override name = 'FunctionFailed';
}

/**
 * Resolves when the bundle is loaded.
 * @throws {FunctionFailed} with the cause if it cannot be loaded.
 */
export async function startInstance(spec: InstanceSpec): Promise<Instance> {
  const child = fork(MAIN, [spec.folder, spec.handler], {
    env: spec.environment,
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  for (const stream of [child.stdout, child.stderr]) readLines(stream, spec.onOutput);
  // The event reports messages that can no longer be delivered. It is ignored, because the exit rejects the pending
  // answer.
  child.on('error', () => {});
  const first = await reply(child, ['ready', 'failed-start'], START_WITHIN_MS, 'did not start');
  if (first.kind === 'failed-start') throw new FunctionFailed(first.error);
  return {
    get alive() {
      // `killed` is set immediately. The channel closes later, and the exit is reported later too.
      return !child.killed && child.connected && child.exitCode === null && child.signalCode === null;
    },
    async invoke(event, requestId) {
      const { settings } = spec;
      const answered = reply(child, ['answered', 'threw'], settings.timeoutMs, `${settings.name} timed out`);
      tell(child, { kind: 'invoke', event, requestId, settings, startedAt: Date.now() });
      const message = await answered;
      if (message.kind === 'threw') throw new FunctionFailed(message.error);
      return message.kind === 'answered' ? message.answer : undefined;
    },
    async counters() {
      const counted = reply(child, ['counted'], START_WITHIN_MS, 'did not count');
      tell(child, { kind: 'count' });
      const message = await counted;
      return message.kind === 'counted' ? message.counters : {};
    },
    stop: () => void child.kill('SIGKILL'),
  };
}

function tell(child: ChildProcess, message: ToInstance): void {
  child.send(message);
}

/** Returns the next message of one of these kinds. If it takes too long, the process is killed, as on Lambda. */
function reply(
  child: ChildProcess,
  kinds: FromInstance['kind'][],
  withinMs: number,
  late: string,
): Promise<FromInstance> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.reject(ended());
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      done(() => reject(new FunctionTimedOut(`${late} after ${withinMs} ms`)));
    }, withinMs);
    const onMessage = (message: FromInstance) => {
      if (kinds.includes(message.kind)) done(() => resolve(message));
    };
    const onExit = () => done(() => reject(ended()));
    function done(settle: () => void): void {
      clearTimeout(timer);
      child.off('message', onMessage);
      child.off('exit', onExit);
      settle();
    }
    child.on('message', onMessage);
    child.once('exit', onExit);
  });
}

function ended(): FunctionFailed {
  return new FunctionFailed('the function ended without an answer');
}

function readLines(stream: NodeJS.ReadableStream | null, onLine: (line: string) => void): void {
  let rest = '';
  stream?.setEncoding('utf8').on('data', (part: string) => {
    const lines = (rest + part).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') onLine(line);
  });
}
