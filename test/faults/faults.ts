/**
 * The faults, as data: where each can happen, what it does to a call, and which problem a fault of S3 may cause in an
 * answer.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ErrorCode } from '../../contract/errors.ts';
import type { EndpointName } from './call-sites.ts';
import type { WireAnswer } from './exchange.ts';
import { anotherDocument, dated, jsonError, nothing, s3Error, truncated, webPage } from './fault-answers.ts';
import { type Act, handOn } from './proxy.ts';

export interface FaultKind {
  name: string;
  acts: Partial<Record<EndpointName, Act>>;
  /**
   * The allowed problem when this fault strikes a LIST; for a HEAD it may differ, because its error has no body with
   * a code.
   */
  list?: ErrorCode;
  head?: ErrorCode;
  /** The fault changes a body, so it does not apply to HEAD. */
  bodyOnly?: true;
  /** The fault lasts until a client gives up. */
  slow?: true;
}

/** Much shorter than one attempt of any client. */
const LATENCY_MS = 60;
/** Late enough that the client has seen the reset and sent the request again. */
const LATE_EFFECT_MS = 120;
/** How far a server's clock is ahead when it rejects the client's clock: more than AWS allows. */
const SKEW_MS = 3_600_000;

const everywhere = (act: Act) => ({ dynamodb: act, s3: act, sqs: act });
const answers = (given: (on: EndpointName) => WireAnswer) => ({
  dynamodb: refusal(given('dynamodb')),
  s3: refusal(given('s3')),
  sqs: refusal(given('sqs')),
});

function refusal(answer: WireAnswer, serverAheadMs = 0): Act {
  return async (exchange) => exchange.answer(dated(answer, Date.now() + serverAheadMs));
}

const GONE = { list: 'unavailable', head: 'unavailable' } as const;
const NONSENSE = { list: 'upstream-failed', head: 'upstream-failed' } as const;
const DENIED = { list: 'upstream-denied', head: 'upstream-denied' } as const;

/** Faults of connections, for any content. */
const CONNECTION_FAULTS: FaultKind[] = [
  {
    name: 'latency within the budget',
    acts: everywhere(async (exchange) => {
      await sleep(LATENCY_MS);
      await handOn(exchange);
    }),
  },
  {
    name: 'takes effect, answer beyond the budget',
    acts: everywhere(async (exchange) => void (await exchange.forward())),
    ...GONE,
    slow: true,
  },
  { name: 'silence', acts: everywhere(async () => {}), ...GONE, slow: true },
  {
    name: 'half an answer, then silence',
    acts: everywhere(async (exchange) => exchange.half(await exchange.forward(), 'silence')),
    ...GONE,
    slow: true,
  },
  { name: 'reset', acts: everywhere(async (exchange) => exchange.cut()), ...GONE },
  {
    name: 'reset, takes effect later',
    acts: everywhere(async (exchange) => {
      exchange.cut();
      await sleep(LATE_EFFECT_MS);
      await exchange.forward();
    }),
    ...GONE,
  },
  {
    name: 'takes effect, reset',
    acts: everywhere(async (exchange) => {
      await exchange.forward();
      exchange.cut();
    }),
    ...GONE,
  },
  {
    name: 'half an answer, reset',
    acts: everywhere(async (exchange) => exchange.half(await exchange.forward(), 'cut')),
    ...GONE,
  },
];

/** Answers with a success status that are not a success. */
const NONSENSE_FAULTS: FaultKind[] = [
  {
    name: 'truncated body',
    acts: everywhere(async (exchange) => exchange.answer(truncated(await exchange.forward()))),
    bodyOnly: true,
    ...NONSENSE,
  },
  { name: '200 and nothing', acts: answers(nothing), ...NONSENSE },
  { name: '200 and a web page', acts: answers(() => webPage(200)), ...NONSENSE },
  { name: '200 and another document', acts: answers(anotherDocument), bodyOnly: true, ...NONSENSE },
  {
    name: '200 and an error',
    acts: {
      dynamodb: refusal(jsonError('dynamodb', 200, 'InternalServerError')),
      s3: refusal(s3Error(200, 'InternalError')),
      sqs: refusal(jsonError('sqs', 200, 'InternalFailure')),
    },
    bodyOnly: true,
    list: 'unavailable',
  },
];

/** Errors in each server's own format. */
const SERVER_FAULTS: FaultKind[] = [
  {
    name: '404 and a web page',
    acts: answers(() => webPage(404)),
    list: 'unavailable',
    // A LIST then shows that the key exists, which contradicts the 404.
    head: 'upstream-failed',
  },
  { name: '500 and a web page', acts: answers(() => webPage(500)), ...GONE },
  { name: '503 and a web page', acts: answers(() => webPage(503)), ...GONE },
  {
    name: 'internal error',
    acts: {
      dynamodb: refusal(jsonError('dynamodb', 500, 'InternalServerError')),
      s3: refusal(s3Error(500, 'InternalError')),
      sqs: refusal(jsonError('sqs', 500, 'InternalFailure')),
    },
    ...GONE,
  },
  {
    name: 'throttled (SlowDown, ThrottlingException)',
    acts: {
      dynamodb: refusal(jsonError('dynamodb', 400, 'ThrottlingException')),
      s3: refusal(s3Error(503, 'SlowDown')),
      sqs: refusal(jsonError('sqs', 400, 'RequestThrottled')),
    },
    ...GONE,
  },
  {
    name: 'throttled (ProvisionedThroughputExceeded)',
    acts: { dynamodb: refusal(jsonError('dynamodb', 400, 'ProvisionedThroughputExceededException')) },
  },
  {
    name: 'throttled (RequestLimitExceeded)',
    acts: { dynamodb: refusal(jsonError('dynamodb', 400, 'RequestLimitExceeded')) },
  },
  {
    name: 'clock skew',
    acts: {
      dynamodb: refusal(
        jsonError('dynamodb', 400, 'InvalidSignatureException', 'Signature expired: 1 is now earlier than 2'),
        SKEW_MS,
      ),
      s3: refusal(s3Error(403, 'RequestTimeTooSkewed'), SKEW_MS),
      sqs: refusal(jsonError('sqs', 403, 'InvalidSignatureException', 'Signature expired'), SKEW_MS),
    },
    list: 'unavailable',
    head: 'upstream-denied',
  },
  {
    name: 'access denied',
    acts: {
      dynamodb: refusal(jsonError('dynamodb', 400, 'AccessDeniedException')),
      s3: refusal(s3Error(403, 'AccessDenied')),
      sqs: refusal(jsonError('sqs', 403, 'AccessDenied')),
    },
    ...DENIED,
  },
  {
    name: 'token expired',
    acts: {
      dynamodb: refusal(jsonError('dynamodb', 400, 'ExpiredTokenException')),
      s3: refusal(s3Error(400, 'ExpiredToken')),
      sqs: refusal(jsonError('sqs', 403, 'ExpiredToken')),
    },
    list: 'upstream-denied',
    head: 'upstream-failed',
  },
  {
    name: 'no such table or queue',
    acts: {
      dynamodb: refusal(jsonError('dynamodb', 400, 'ResourceNotFoundException')),
      sqs: refusal(jsonError('sqs', 400, 'QueueDoesNotExist')),
    },
  },
];

export const FAULTS: readonly FaultKind[] = [...CONNECTION_FAULTS, ...NONSENSE_FAULTS, ...SERVER_FAULTS];
