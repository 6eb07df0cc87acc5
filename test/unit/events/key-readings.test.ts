import { describe, expect, test } from '@jest/globals';
import { keyFormOf, keyReadings } from '../../../lambdas/events/key-readings.ts';

const readings = (source: string | undefined, key: string) => keyReadings(key, keyFormOf(source));

describe('the key an event means', () => {
  test.each([
    ['aws:s3', 'red+flower.jpg', ['red flower.jpg']],
    ['aws:s3', 'a%2Bb/c%252F.txt', ['a+b/c%2F.txt']],
    ['aws:s3', '%F0%9F%98%80%01%0A', ['😀\u0001\n']],
    ['minio:s3', 'users%2FA+B%2Bc', ['users/A B+c']],
    ['ceph:s3', 'a b+c é.txt', ['a b+c é.txt']],
    ['ceph:s3', '100%25', ['100%25']],
    ['garage:s3', 'a+b', ['a b', 'a+b']],
    [undefined, 'a%2Fb', ['a/b', 'a%2Fb']],
    [undefined, 'plain/key.txt', ['plain/key.txt']],
  ])('%s writes %s', (source, written, keys) => {
    expect(readings(source, written)).toEqual(keys);
  });

  test('where the percent-encoding is broken, both readings', () => {
    expect(readings('aws:s3', '100%+sure')).toEqual(['100%+sure', '100% sure']);
    expect(readings('aws:s3', 'bad%FFutf8')).toEqual(['bad%FFutf8']);
  });

  test('what no S3 key can be is no reading', () => {
    expect(readings('ceph:s3', 'lone\ud800surrogate')).toEqual([]);
    expect(readings('aws:s3', '')).toEqual([]);
    expect(readings('ceph:s3', 'é'.repeat(513))).toEqual([]);
    expect(readings('ceph:s3', 'é'.repeat(512))).toEqual(['é'.repeat(512)]);
  });

  test('of two readings only the possible one stays', () => {
    const encoded = '%C3%A9'.repeat(512);
    expect(readings('unheard-of', encoded)).toEqual(['é'.repeat(512)]);
  });
});
