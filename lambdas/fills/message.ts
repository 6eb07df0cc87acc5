/**
 * A message of the fills' queue, as text. Only functions of this service send such messages, but they may have
 * another version.
 */
import * as z from 'zod/mini';
import type { FillMessage } from '../core/ports/fill-queue.ts';

const VERSION = 1;

const message = z.strictObject({
  v: z.literal(VERSION),
  bucket: z.string(),
  id: z.string(),
  range: z.string(),
  turn: z.int().check(z.gte(0)),
});

export function messageText({ bucket, id, range, turn }: FillMessage): string {
  return JSON.stringify({ v: VERSION, bucket, id, range, turn } satisfies z.output<typeof message>);
}

/** Returns `undefined` when the body is not a message of this version. */
export function readMessage(body: string): FillMessage | undefined {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return undefined;
  }
  const parsed = message.safeParse(value);
  if (!parsed.success) return undefined;
  const { v: _, ...read } = parsed.data;
  return read;
}
