/** The messages between the local stack and an instance of a function. */
import type { FunctionSettings } from '../function-context.ts';

export type ToInstance =
  | { kind: 'invoke'; event: unknown; requestId: string; settings: FunctionSettings; startedAt: number }
  | { kind: 'count' };

export type FromInstance =
  | { kind: 'ready' }
  | { kind: 'failed-start'; error: string }
  | { kind: 'answered'; answer: unknown }
  | { kind: 'threw'; error: string }
  | { kind: 'counted'; counters: Record<string, number> };
