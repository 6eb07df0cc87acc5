/** Parses one S3 event in EventBridge's format. AWS does not encode its keys, and `detail-type` gives the kind. */
import * as z from 'zod/mini';
import { kindOfDetailType } from './event-kind.ts';
import { keyReadings } from './key-readings.ts';
import { type RecordReading, readingOf, type Unreadable } from './reading.ts';

const eventSchema = z.object({
  source: z.literal('aws.s3'),
  'detail-type': z.string().check(z.minLength(1)),
  detail: z.object({
    bucket: z.object({ name: z.string().check(z.minLength(1)) }),
    object: z.object({ key: z.string(), 'version-id': z.nullish(z.string()) }),
    'deletion-type': z.optional(z.string()),
  }),
});

export function readEventBridgeEvent(event: unknown): RecordReading | Unreadable {
  const parsed = eventSchema.safeParse(event);
  if (!parsed.success) return { outcome: 'unreadable', field: parsed.error.issues[0]?.path.join('.') ?? '' };
  const { 'detail-type': detailType, detail } = parsed.data;
  const versionId = detail.object['version-id'];
  const namesVersion = versionId != null && versionId !== '';
  return readingOf(
    detail.bucket.name,
    keyReadings(detail.object.key),
    kindOfDetailType(detailType, namesVersion, detail['deletion-type']),
  );
}
