/** One record of an S3 notification (AWS, MinIO, Ceph RGW) in SQS. */
import * as z from 'zod/mini';
import { kindOfNotification } from './event-kind.ts';
import { keyReadings } from './key-readings.ts';
import { type RecordReading, readingOf, type Unreadable } from './reading.ts';

/**
 * Requires only the fields that are used, because the format varies: fields are added every few years, some are
 * absent for some kinds (size, eTag, sequencer), the source may be an IPv6 address or a service name, and
 * eventVersion changes independently.
 */
const recordSchema = z.object({
  eventName: z.string().check(z.minLength(1)),
  s3: z.object({
    bucket: z.object({ name: z.string().check(z.minLength(1)) }),
    object: z.object({ key: z.string(), versionId: z.nullish(z.string()) }),
  }),
});

export function readNotificationRecord(record: unknown): RecordReading | Unreadable {
  const parsed = recordSchema.safeParse(record);
  if (!parsed.success) return { outcome: 'unreadable', field: parsed.error.issues[0]?.path.join('.') ?? '' };
  const { eventName, s3 } = parsed.data;
  // Ceph sends an empty versionId for unversioned buckets.
  const namesVersion = s3.object.versionId != null && s3.object.versionId !== '';
  return readingOf(s3.bucket.name, keyReadings(s3.object.key), kindOfNotification(eventName, namesVersion));
}
