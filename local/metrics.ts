/** `GET /_local/metrics`: counters since the start. docs/local.md describes the format. */
import type { EventPipeline } from './events.ts';
import type { Counters } from './functions.ts';
import type { Requests } from './s3/server.ts';

export interface LocalMetrics {
  /** Calls of the functions. Calls of other clients of the endpoint are not included. */
  s3: { list: number; head: number; other: number };
  /** As reported by the engine (ReturnConsumedCapacity). */
  dynamodb: { readUnits: number; writeUnits: number; requests: number };
  events: { sent: number; received: number; skipped: number; marks: number; deadLetters: number };
  queue: { visible: number; inFlight: number };
  /** Requests to the built-in S3 endpoint by all clients except the functions. */
  s3Endpoint: { list: number; head: number; other: number };
}

export async function readMetrics(
  counters: Counters[],
  pipeline: EventPipeline | undefined,
  { list, head, get, put, delete: removed, other }: Requests,
): Promise<LocalMetrics> {
  const sum = (counter: keyof Counters) => counters.reduce((total, one) => total + (one[counter] ?? 0), 0);
  const depth = (await pipeline?.queue.depth()) ?? { visible: 0, inFlight: 0, deadLetters: 0 };
  return {
    // The functions send only LIST and HEAD requests.
    s3: { list: sum('s3List'), head: sum('s3Head'), other: 0 },
    dynamodb: {
      readUnits: sum('readUnits'),
      writeUnits: sum('writeUnits'),
      requests: sum('indexRequests'),
    },
    events: {
      sent: pipeline?.ledger.entered ?? 0,
      received: sum('eventsReceived'),
      skipped: sum('eventsSkipped'),
      marks: sum('marks'),
      deadLetters: depth.deadLetters,
    },
    queue: { visible: depth.visible, inFlight: depth.inFlight },
    s3Endpoint: { list, head, other: get + put + removed + other },
  };
}
