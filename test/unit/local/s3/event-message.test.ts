import { describe, expect, test } from '@jest/globals';
import { eventMessage } from '../../../../local/s3/event-message.ts';
import { createSequencer } from '../../../../local/s3/sequencer.ts';

describe('eventMessage', () => {
  test('one record, the key form-encoded with its slashes, size and ETag of what was created', () => {
    const message = eventMessage(
      {
        bucket: 'demo',
        key: 'a b/c+d é.txt',
        eventName: 'ObjectCreated:Copy',
        created: { sizeBytes: 7, etag: 'abc-2' },
        requestId: 'R',
      },
      Date.UTC(2026, 0, 2, 3, 4, 5, 6),
      '001',
    );
    expect(message.Records).toHaveLength(1);
    expect(message.Records[0]).toMatchObject({
      eventVersion: '2.1',
      eventSource: 'aws:s3',
      awsRegion: 'us-east-1',
      eventTime: '2026-01-02T03:04:05.006Z',
      eventName: 'ObjectCreated:Copy',
      s3: {
        bucket: { name: 'demo', arn: 'arn:aws:s3:::demo' },
        object: { key: 'a+b/c%2Bd+%C3%A9.txt', size: 7, eTag: 'abc-2', sequencer: '001' },
      },
    });
  });

  test('a removal has neither size nor ETag', () => {
    const message = eventMessage(
      { bucket: 'b', key: 'k', eventName: 'ObjectRemoved:Delete', requestId: 'R' },
      0,
      '00',
    );
    expect(Object.keys(message.Records[0].s3.object)).toEqual(['key', 'sequencer']);
  });
});

describe('createSequencer', () => {
  test('always grows and has a fixed length, even if the clock stops or goes back', () => {
    const times = [1_700_000_000_000, 1_700_000_000_000, 1_600_000_000_000, 1_700_000_000_001];
    const next = createSequencer(() => times.shift()!);
    const made = [next(), next(), next(), next()];
    expect(made).toEqual([...made].sort());
    expect(new Set(made).size).toBe(4);
    for (const sequencer of made) expect(sequencer).toMatch(/^00[0-9A-F]{16}$/);
  });
});
