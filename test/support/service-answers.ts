/** Answers of the service for tests of commands, and the current time in these tests. */
import { localTime } from '../../cli/text/ls-line.ts';

export const NOW = Date.UTC(2026, 10, 22, 12, 0, 0);
export const now = () => NOW;
export const ago = (seconds: number) => new Date(NOW - seconds * 1000).toISOString();
/** A time as the command prints it, in the process's time zone. */
export const local = (seconds: number) => localTime(ago(-seconds));
export const BUCKET = '/v1/buckets/demo';

export const object = (key: string, size = 1) => ({ type: 'object', name: key.split('/').at(-1), key, size });
export const directory = (key: string) => ({ type: 'directory', name: key.split('/').at(-2) + '/', key });
export const page = (...entries: object[]) => ({ bucket: 'demo', prefix: '', entries });
