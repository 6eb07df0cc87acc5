/** Starts a fill and waits until it has ended. */
import type { Ask } from './ask.ts';
import { badAnswer, send, type Transport } from './transport.ts';
import type { FillStatusAnswer } from './wire-types.ts';

export interface FillCallOptions extends Pick<Ask, 'signal' | 'timeoutMs'> {
  recursive?: boolean;
  onProgress?: (status: FillStatusAnswer) => void;
  pollMs?: number;
}

const POLL_MS = 1_000;

export async function fill(
  transport: Transport,
  bucket: string,
  prefix: string,
  { recursive = false, onProgress, pollMs = POLL_MS, ...ask }: FillCallOptions,
): Promise<FillStatusAnswer> {
  const begun = await send(transport, { operation: 'fill', bucket, body: { prefix, recursive }, ask });
  const { id } = begun.body;
  if (typeof id !== 'string') throw badAnswer('id: must be a string');
  try {
    for (;;) {
      const { body } = await send(transport, { operation: 'fillStatus', bucket, id, ask });
      const status = body as unknown as FillStatusAnswer;
      if (typeof status.state !== 'string') throw badAnswer('state: must be a string');
      onProgress?.(status);
      if (status.state !== 'queued' && status.state !== 'running') return status;
      await transport.wait(pollMs, ask.signal);
    }
  } catch (error) {
    // The caller stopped waiting, so the fill is cancelled. This request is sent without the signal, which is already
    // aborted.
    if (ask.signal?.aborted)
      await send(transport, { operation: 'cancelFill', bucket, id, ask: {} }).catch(() => {});
    throw error;
  }
}
