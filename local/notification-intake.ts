/** `POST /_local/events`: splits the webhook of an S3 server into the messages that S3 would send to the queue. */
import { isObject } from '../shared/is-object.ts';

/** SQS limits a message to 1 MiB. */
export const MAX_MESSAGE_BYTES = 1024 * 1024;

/**
 * Returns one message for each record, as S3 sends them. A body that is not a notification is returned unchanged; the
 * function reports it as unreadable. Returns undefined if the body is not a valid message.
 */
export function messagesOf(body: string): string[] | undefined {
  const parsed = parse(body);
  const records = isObject(parsed) && Array.isArray(parsed.Records) ? parsed.Records : undefined;
  const messages = records?.map((record: unknown) => messageText({ Records: [record] })) ?? [
    parsed === undefined ? body : messageText(parsed),
  ];
  return messages.every(
    (message) => message !== '' && message.length <= MAX_MESSAGE_BYTES && !hasForbidden(message),
  )
    ? messages
    : undefined;
}

/**
 * JSON in ASCII, because SQS refuses characters that XML cannot contain, and fauxqs refuses characters that need two
 * UTF-16 units.
 */
export function messageText(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function hasForbidden(text: string): boolean {
  return /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/.test(text);
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
