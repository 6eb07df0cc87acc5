/** Why a request is S3's to answer. */

export const PASS_REASONS = {
  'not-served': 'the bucket, or this part of it, is not served by the index',
  'service-down': 'the service did not answer',
  'service-refused': 'the service did not answer this question',
  'not-indexed': 'it asks for what the index does not keep',
  'not-read': 'a parameter that S3 itself has to judge',
  'asked-afresh': 'the caller asked for no stored answer',
  'head-mode': 'HEAD is left to S3',
  'own-write': 'the index has not yet been told of a write through this front',
  'not-a-question': 'not a LIST or HEAD',
} as const satisfies Record<string, string>;

export type PassReason = keyof typeof PASS_REASONS;

export interface Pass {
  outcome: 'pass';
  reason: PassReason;
  /** Which parameter, header or error. */
  detail?: string;
}

export function pass(reason: PassReason, detail?: string): Pass {
  return { outcome: 'pass', reason, ...(detail !== undefined && { detail }) };
}

export function isPass(value: object): value is Pass {
  return 'outcome' in value && value.outcome === 'pass';
}
