/**
 * A plugin for the AWS SDK's S3Client: listings and HEADs of served buckets are answered from the index, everything
 * else goes to S3 as before.
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
  /**
   * The client of the service, from `createClient` of `s3dex/client`. Give it few retries and a short timeout, so
   * that requests pass to S3 quickly when the service is slow. It needs an operator's permission, because every write
   * through the plugin invalidates its keys.
   */
  client: Client;
  /**
   * The source for answers to HEAD: an earlier HEAD (`full`, the default), only the listing (`listing`: size, time,
   * ETag, storage class), or S3 itself (`pass`).
   */
  head?: HeadMode;
  /** Called for each request that is passed to S3, with the reason. */
  onPass?: (operation: string, pass: Pass) => void;
  /** Called once when the service stops answering, and once when it answers again. Default: console.warn. */
  warn?: (line: string) => void;
  /** Returns epoch ms. Default: Date.now. */
  now?: () => number;
}

/** The types of the SDK's middleware, written here so as not to depend on one version of the SDK. */
interface Step {
  input: object;
}
type Next = (step: Step) => Promise<{ output: object; response: unknown }>;
interface Context {
  commandName?: string;
  /** Contains the signal that was given to `send`. */
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
  /**
   * Waiters send the same input repeatedly until its result changes. From the second time on, such a HEAD goes to S3.
   */
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

/** S3 may have executed a request even if its response was lost. Only a 4xx means that nothing was changed. */
async function writeThrough(next: Next, step: Step, invalidate: () => Promise<void>) {
  try {
    const result = await next(step);
    await invalidate();
    return result;
  } catch (error) {
    const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode ?? 0;
    if (status < 400 || status >= 500) await invalidate();
    throw error;
  }
}
