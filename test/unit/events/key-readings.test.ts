import { describe, expect, test } from '@jest/globals';
import { keyReadings } from '../../../lambdas/events/key-readings.ts';

describe('the keys an event may mean', () => {
  test.each([
    ['plain/key.txt', ['plain/key.txt']],
    ['red+flower.jpg', ['red flower.jpg', 'red+flower.jpg']],
    ['100%25.txt', ['100%.txt', '100%25.txt']],
    ['C++%20primer.pdf', ['C   primer.pdf', 'C++ primer.pdf', 'C++%20primer.pdf']],
    ['a%2Bb/c%252F.txt', ['a+b/c%2F.txt', 'a%2Bb/c%252F.txt']],
    ['%F0%9F%98%80%01%0A', ['😀\u0001\n', '%F0%9F%98%80%01%0A']],
    ['users%2FA+B%2Bc', ['users/A B+c', 'users/A+B+c', 'users%2FA+B%2Bc']],
    ['a b+c é.txt', ['a b c é.txt', 'a b+c é.txt']],
  ])('%s', (written, keys) => {
    expect(keyReadings(written)).toEqual(keys);
  });

  test('text without percent-encoding is read unchanged, and with spaces for its plus signs', () => {
    expect(keyReadings('100%+sure')).toEqual(['100% sure', '100%+sure']);
    expect(keyReadings('bad%FFutf8')).toEqual(['bad%FFutf8']);
  });

  test('text that is not a possible S3 key is not a reading', () => {
    expect(keyReadings('lone\ud800surrogate')).toEqual([]);
    expect(keyReadings('')).toEqual([]);
    expect(keyReadings('é'.repeat(513))).toEqual([]);
    expect(keyReadings('é'.repeat(512))).toEqual(['é'.repeat(512)]);
  });

  test('of two readings only the possible one is kept', () => {
    expect(keyReadings('%C3%A9'.repeat(512))).toEqual(['é'.repeat(512)]);
  });
});
