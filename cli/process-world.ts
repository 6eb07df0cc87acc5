/** The process as a World. */

import { createInterface } from 'node:readline/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WriteStream } from 'node:tty';
import { endWithNpx } from './end-with-npx.ts';
import type { Output, World } from './world.ts';

const DEFAULT_COLUMNS = 80;

export function processWorld(): World {
  const controller = new AbortController();
  const interrupt = () => controller.abort(new Error('interrupted'));
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(name, interrupt);
  }
  endWithNpx(process.env, interrupt);
  for (const stream of [process.stdout, process.stderr]) stream.on('error', endWhenNobodyReads);
  return {
    out: outputOf(process.stdout),
    err: outputOf(process.stderr),
    env: process.env,
    fetch,
    now: Date.now,
    wait: async (ms, signal) => {
      await sleep(ms, undefined, { signal });
    },
    every: (ms, tick) => {
      const timer = setInterval(tick, ms).unref();
      return () => clearInterval(timer);
    },
    signal: controller.signal,
    ...(process.stdin.isTTY &&
      process.stderr.isTTY && { ask: (question) => askOnce(question, controller.signal) }),
    colours: { out: hasColours(process.stdout), err: hasColours(process.stderr) },
  };
}

async function askOnce(question: string, signal: AbortSignal): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await terminal.question(question, { signal });
  } finally {
    terminal.close();
  }
}

function outputOf(stream: WriteStream): Output {
  return {
    write: (text) => new Promise((resolve) => void stream.write(text, () => resolve())),
    isTerminal: stream.isTTY ?? false,
    // A terminal that does not know its width reports 0.
    columns: stream.columns || DEFAULT_COLUMNS,
  };
}

/** Node's own decision, which respects NO_COLOR, FORCE_COLOR and dumb terminals. */
function hasColours(stream: WriteStream): boolean {
  return (stream.isTTY ?? false) && stream.hasColors();
}

/** `s3dex ls ... | head`: the reader has closed the pipe, which is not an error. */
function endWhenNobodyReads(error: NodeJS.ErrnoException): void {
  process.exit(error.code === 'EPIPE' ? 0 : 4);
}
