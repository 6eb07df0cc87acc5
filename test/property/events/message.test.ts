import { describe, expect, test } from '@jest/globals';
import { keyReadings } from '../../../lambdas/events/key-readings.ts';
import { readMessage } from '../../../lambdas/events/message.ts';
import { byteLength } from '../../../shared/byte-length.ts';
import { MAX_KEY_BYTES } from '../../../shared/keys.ts';
import fc from '../../support/fast-check.ts';
import { ANY_CHARACTER } from '../../support/fast-check-characters.ts';
import { KEY_ENCODINGS } from '../../support/key-encodings.ts';

/** Keys that S3 allows, including difficult ones: well-formed, 1 to 1,024 bytes. */
const key = fc
  .string({ unit: ANY_CHARACTER, minLength: 1, maxLength: 200 })
  .filter((text) => text.isWellFormed() && byteLength(text) <= MAX_KEY_BYTES);

describe('reading queue messages', () => {
  test('every legal key is among the readings of every way to write it', () => {
    fc.assert(
      fc.property(key, fc.constantFrom(...Object.values(KEY_ENCODINGS)), (text, encode) => {
        expect(keyReadings(encode(text))).toContain(text);
      }),
    );
  });

  test('any JSON and any text is read without throwing, and gives only keys that can exist', () => {
    const almostRecord = fc.record(
      {
        eventSource: fc.constantFrom('aws:s3', 'minio:s3', 'ceph:s3', 'x', 7),
        eventName: fc.constantFrom('ObjectCreated:Put', 's3:ObjectRemoved:Delete', 'Nope', '', 3),
        s3: fc.oneof(
          fc.jsonValue(),
          fc.record({
            bucket: fc.oneof(fc.record({ name: fc.string() }), fc.jsonValue()),
            object: fc.oneof(fc.record({ key: fc.string({ unit: ANY_CHARACTER }) }), fc.jsonValue()),
          }),
        ),
      },
      { requiredKeys: [] },
    );
    const body = fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .record({ Records: fc.array(fc.oneof(almostRecord, fc.jsonValue())) })
        .map((value) => JSON.stringify(value)),
      fc
        .record({ Type: fc.constant('Notification'), Message: fc.json() })
        .map((value) => JSON.stringify(value)),
      fc
        .record({ source: fc.constant('aws.s3'), 'detail-type': fc.string(), detail: fc.jsonValue() })
        .map((value) => JSON.stringify(value)),
    );
    fc.assert(
      fc.property(body, (text) => {
        for (const record of readMessage(text).records) {
          if (record.outcome !== 'change' || record.change.kind === 'subscribed') continue;
          expect(record.change.keys.length).toBeGreaterThan(0);
          for (const found of record.change.keys) {
            expect(found.isWellFormed() && byteLength(found) <= MAX_KEY_BYTES && found !== '').toBe(true);
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});
