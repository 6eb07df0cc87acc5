/**
 * A plugin for the AWS SDK's S3Client: listings and HEADs of served buckets are answered from the index, everything else goes to S3 as
 * before.
 *
 *     const s3 = new S3Client({});
 *     s3.middlewareStack.use(indexed({ client: createClient({ endpoint }) }));
 */
import type { Client } from '../../contract/client.ts';
import { unlessAborted } from '../../shared/unless-aborted.ts';
import type { HeadMode } from '../resolver/head-answer.ts';
import type { Pass } from '../resolver/pass.ts';
import { Resolver } from '../resolver/resolver.ts';
import { outputOf } from './output.ts';
import { partsOf, type SdkInput } from './parts-of-input.ts';
import { writtenBy } from './written.ts';

export type { HeadMode } from '../resolver/head-answer.ts';
export type { Pass, PassReason } from '../resolver/pass.ts';

export interface IndexedOptions {
  /** Of the service: `createClient` of `s3dex/client`. With few retries and a short timeout S3 is asked soon where the service is slow. */
  client: Client;
  /**
   * What a HEAD is answered from: what a HEAD said (`full`, the default), the listing alone (`listing`: size, time, ETag, class), or S3
   * (`pass`).
   */
  head?: HeadMode;
  /** Hears of each request that S3 answers, and why. */
  onPass?: (operation: string, pass: Pass) => void;
  /** Hears once when the service does not answer, and when it does again. Default: console.warn. */
  warn?: (line: string) => void;
  /** Epoch milliseconds; Date.now by default. */
  now?: () => number;
}

/** As the SDK's middleware is typed, without depending on its version. */
interface Step {
  input: object;
}
type Next = (step: Step) => Promise<{ output: object; response: unknown }>;
interface Context {
  commandName?: string;
  /** The signal is the one given to `send`. */
  __smithy_context?: { abortSignal?: AbortSignal };
}
interface Stack {
  // biome-ignore lint/suspicious/noExplicitAny: the SDK's own types differ by client, and every one of them fits.
  add(middleware: any, options: { step: 'initialize'; name: string; priority: 'high' }): void;
}

export interface IndexedPlugin {
  applyToStack(stack: Stack): void;
}

export function indexed(options: IndexedOptions): IndexedPlugin {
  const { client, head = 'full', onPass = () => {}, now = Date.now } = options;
  const warn = options.warn ?? ((line: string) => console.warn(`s3dex: ${line}`));
  const resolver = new Resolver({ client, head, now, warn });
  /** Waiters send one input again and again, for what is not yet so: from the second time on S3 is asked. */
  const heads = new WeakSet<object>();
  const isPolling = (operation: string, input: object) => {
    if (operation !== 'HeadObject') return false;
    const isAgain = heads.has(input);
    heads.add(input);
    return isAgain;
  };

  const middleware = (next: Next, context: Context) => async (step: Step) => {
    const operation = (context.commandName ?? '').replace(/Command$/, '');
    const input = step.input as SdkInput;
    const written = writtenBy(operation, input);
    if (written !== undefined)
      return writeThrough(next, step, () => resolver.written(input.Bucket!, written));
    const parts = isPolling(operation, input) ? undefined : partsOf(operation, input);
    if (parts === undefined) return next(step);
    if ('outcome' in parts) {
      onPass(operation, parts);
      return next(step);
    }
    const signal = context.__smithy_context?.abortSignal;
    signal?.throwIfAborted();
    const resolved = await unlessAborted(resolver.resolve(parts), signal);
    if (resolved.outcome === 'answered') return { output: outputOf(resolved), response: undefined };
    onPass(operation, resolved);
    return next(step);
  };

  return {
    applyToStack: (stack) => stack.add(middleware, { step: 'initialize', name: 's3dex', priority: 'high' }),
  };
}

/** S3 may have done what it was asked though the answer was lost: only a refusal changed nothing. */
async function writeThrough(next: Next, step: Step, told: () => Promise<void>) {
  try {
    const result = await next(step);
    await told();
    return result;
  } catch (error) {
    const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode ?? 0;
    if (status < 400 || status >= 500) await told();
    throw error;
  }
}
