/** Third-party servers as child processes: starts them, waits until they are ready, and stops them by process id. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const STOP_GRACE_MS = 5_000;
/** How many characters of a server's output are kept for error messages. */
const KEPT_OUTPUT_CHARS = 4_000;

export interface Child {
  process: ChildProcess;
  /** The end of the server's output. */
  output(): string;
  stop(): Promise<void>;
}

interface ChildOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /**
   * Does the child get its own process group, which is stopped as a whole? For servers that leave processes behind.
   */
  group?: boolean;
}

export function startChild(
  command: string,
  args: string[],
  { group = false, ...options }: ChildOptions = {},
): Child {
  const child = spawn(command, args, { ...options, detached: group, stdio: ['ignore', 'pipe', 'pipe'] });
  const signal = (name: NodeJS.Signals) => {
    if (group) process.kill(-child.pid!, name);
    else child.kill(name);
  };
  let output = '';
  const keep = (data: Buffer) => {
    output = (output + data.toString()).slice(-KEPT_OUTPUT_CHARS);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  child.on('error', (error) => keep(Buffer.from(String(error))));
  const gone = () => child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
  return {
    process: child,
    output: () => output,
    async stop() {
      if (gone()) return;
      const exited = once(child, 'exit');
      signal('SIGTERM');
      const kill = setTimeout(() => signal('SIGKILL'), STOP_GRACE_MS);
      await exited;
      clearTimeout(kill);
    },
  };
}

const POLL_MS = 100;

/** Waits until `ready` does not throw. Fails with the last error, or as soon as a child has exited. */
export async function until(
  ready: () => Promise<unknown>,
  children: Child[],
  patienceMs: number,
): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    try {
      await ready();
      return;
    } catch (error) {
      const dead = children.find(({ process }) => process.exitCode !== null || process.pid === undefined);
      if (dead || Date.now() > deadline) {
        const output = (dead ? [dead] : children).map((child) => child.output()).join('\n');
        throw new Error(`a server did not come up: ${error}\n${output}`, { cause: error });
      }
      await sleep(POLL_MS);
    }
  }
}
