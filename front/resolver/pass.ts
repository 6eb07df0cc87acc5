/** Why a request is passed to S3. */

export const PASS_REASONS = {
  'not-served': 'the bucket, or this part of it, is not served by the index',
  'service-down': 'the service did not answer',
  'service-refused': 'the service did not answer this question',
  'not-indexed': 'the request needs something that the index does not store',
  'not-read': 'a parameter that only S3 can judge',
  'asked-afresh': 'the request does not accept a stored answer',
  'head-mode': 'the setting for HEAD requests is to pass them to S3',
  'own-write': 'a recent write is not known to the index yet',
  'not-a-question': 'not a LIST or HEAD',
} as const satisfies Record<string, string>;

export type PassReason = keyof typeof PASS_REASONS;

export interface Pass {
  outcome: 'pass';
  reason: PassReason;
  /** The parameter, header or error. */
  detail?: string;
}

export function pass(reason: PassReason, detail?: string): Pass {
  return { outcome: 'pass', reason, detail };
}

export function isPass(value: object): value is Pass {
  return 'outcome' in value && value.outcome === 'pass';
}
