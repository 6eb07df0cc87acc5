import { describe, expect, test } from '@jest/globals';
import { Storage } from '../../../../local/s3/storage.ts';

const object = (key: string) => ({ key, sizeBytes: 1, etag: 'e', lastModifiedMs: 0 });

describe('Storage', () => {
  test('reports whether a bucket is new, and lists buckets in order', () => {
    const storage = new Storage(() => 0);
    expect(storage.createBucket('bbb')).toBe(true);
    expect(storage.createBucket('aaa')).toBe(true);
    expect(storage.createBucket('bbb')).toBe(false);
    expect(storage.bucketNames()).toEqual(['aaa', 'bbb']);
  });

  test.each(['', 'ab', 'a'.repeat(64), 'Upper', 'under_score', '-a-', 'a..b', '127.0.0.1', 'xn--abc', 'a/b'])(
    'rejects a bucket named %j',
    (name) => {
      expect(() => new Storage(() => 0).createBucket(name)).toThrow(RangeError);
    },
  );

  test('rejects keys that S3 rejects', () => {
    const storage = new Storage(() => 0);
    storage.createBucket('bbb');
    for (const key of ['', '\ud800', 'a'.repeat(1025), 'é'.repeat(513)]) {
      expect(() => storage.put('bbb', object(key))).toThrow(RangeError);
    }
    storage.put('bbb', object('é'.repeat(512)));
    expect(storage.bucket('bbb').objects.size).toBe(1);
    expect(() => storage.put('nowhere', object('a'))).toThrow('bucket');
  });
});
