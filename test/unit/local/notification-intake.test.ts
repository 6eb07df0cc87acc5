import { describe, expect, test } from '@jest/globals';
import { MAX_MESSAGE_BYTES, messagesOf, messageText } from '../../../local/notification-intake.ts';

describe('the event intake', () => {
  test('makes one message of each record of a notification', () => {
    const body = JSON.stringify({ Records: [{ n: 1 }, { n: 2 }], Key: 'beside' });
    expect(messagesOf(body)).toEqual(['{"Records":[{"n":1}]}', '{"Records":[{"n":2}]}']);
  });

  test('passes on other content, which the function must check', () => {
    expect(messagesOf('{"Event":"s3:TestEvent"}')).toEqual(['{"Event":"s3:TestEvent"}']);
    expect(messagesOf('not json')).toEqual(['not json']);
    expect(messagesOf('7')).toEqual(['7']);
  });

  test('writes every character so that SQS accepts it and the function can read it', () => {
    const value = { key: '😀\u0001\ufffe\ud800é\u007f' };
    const text = messageText(value);
    expect(text).toMatch(/^[\x20-\x7e]*$/);
    expect(JSON.parse(text)).toEqual(value);
  });

  test('refuses content that cannot be a message', () => {
    expect(messagesOf('')).toBeUndefined();
    expect(messagesOf('\u0000')).toBeUndefined();
    expect(messagesOf('x'.repeat(MAX_MESSAGE_BYTES + 1))).toBeUndefined();
  });
});
