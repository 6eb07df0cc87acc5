/** A reader that logs at most one line about failed calls for each question. */
import type { Reader } from '../core/questions/reader.ts';
import type { Failures } from './failure-log.ts';

export function loggedReader(reader: Reader, { during }: Pick<Failures, 'during'>): Reader {
  return {
    list: (question) => during(() => reader.list(question)),
    find: (question) => during(() => reader.find(question)),
    listMany: (question) => during(() => reader.listMany(question)),
    usage: (question) => during(() => reader.usage(question)),
    stat: (question) => during(() => reader.stat(question)),
    statMany: (question) => during(() => reader.statMany(question)),
    invalidate: (question) => during(() => reader.invalidate(question)),
    inspect: (question) => during(() => reader.inspect(question)),
  };
}
