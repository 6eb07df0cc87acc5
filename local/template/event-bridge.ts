/**
 * EventBridge between S3 and the rules of the template: converts S3's events to its format, and matches event
 * patterns.
 */

import { z } from 'zod';
import { isObject } from '../../shared/is-object.ts';

/** The fields of an S3 notification record that EventBridge's format needs. */
export const recordSchema = z.object({
  // Notifications of other servers arrive as webhooks and are not handled here.
  eventSource: z.literal('aws:s3'),
  eventName: z.string(),
  eventTime: z.string(),
  awsRegion: z.string(),
  s3: z.object({
    bucket: z.object({ name: z.string() }),
    object: z.looseObject({ key: z.string(), versionId: z.string().nullish() }),
  }),
});
export type S3Record = z.output<typeof recordSchema>;

interface Told {
  detailType: string;
  detail?: Record<string, string>;
}

/** Source: S3 User Guide, EventBridge.md and ev-events.md. The longest prefix comes first. */
const DETAIL_TYPES: [string, Told][] = [
  ['ObjectCreated:', { detailType: 'Object Created' }],
  ['ObjectRemoved:DeleteMarkerCreated', deleted('Delete Marker Created', 'DeleteObject')],
  ['ObjectRemoved:', deleted('Permanently Deleted', 'DeleteObject')],
  ['LifecycleExpiration:DeleteMarkerCreated', deleted('Delete Marker Created', 'Lifecycle Expiration')],
  ['LifecycleExpiration:', deleted('Permanently Deleted', 'Lifecycle Expiration')],
  ['LifecycleTransition', { detailType: 'Object Storage Class Changed' }],
  ['IntelligentTiering', { detailType: 'Object Access Tier Changed' }],
  ['ObjectRestore:Post', { detailType: 'Object Restore Initiated' }],
  ['ObjectRestore:Completed', { detailType: 'Object Restore Completed' }],
  ['ObjectRestore:Delete', { detailType: 'Object Restore Expired' }],
];

function deleted(deletionType: string, reason: string): Told {
  return { detailType: 'Object Deleted', detail: { 'deletion-type': deletionType, reason } };
}

/** Decodes the key. Text that is not correctly encoded is returned unchanged. */
export function keyOf({ s3 }: S3Record): string {
  try {
    return decodeURIComponent(s3.object.key.replaceAll('+', ' '));
  } catch {
    return s3.object.key;
  }
}

/** Returns undefined if EventBridge does not get this event. Keys in its events are not encoded. */
export function toEventBridge(record: S3Record, account: string): Record<string, unknown> | undefined {
  const told = DETAIL_TYPES.find(([prefix]) => record.eventName.startsWith(prefix))?.[1];
  if (told === undefined) return undefined;
  const { bucket, object } = record.s3;
  return {
    version: '0',
    id: crypto.randomUUID(),
    'detail-type': told.detailType,
    source: 'aws.s3',
    account,
    time: record.eventTime,
    region: record.awsRegion,
    resources: [`arn:aws:s3:::${bucket.name}`],
    detail: {
      version: '0',
      bucket: { name: bucket.name },
      object: { key: keyOf(record), ...(object.versionId && { 'version-id': object.versionId }) },
      ...told.detail,
    },
  };
}

/** Matches event patterns, as far as the stack's rules use them: exact values and prefixes. */
export function matchesPattern(pattern: unknown, event: unknown): boolean {
  if (Array.isArray(pattern)) return pattern.some((wanted) => matchesValue(wanted, event));
  if (!isObject(pattern) || !isObject(event)) return false;
  return Object.entries(pattern).every(([key, part]) => matchesPattern(part, event[key]));
}

function matchesValue(wanted: unknown, given: unknown): boolean {
  if (!isObject(wanted)) return wanted === given;
  const [[operator, operand] = ['', undefined]] = Object.entries(wanted);
  if (operator !== 'prefix') throw new Error(`pattern operator ${operator} is not supported`);
  return typeof given === 'string' && given.startsWith(String(operand));
}
