/**
 * Random reads as S3 clients, careless programs and attackers send them: every parameter has usual and unusual
 * values.
 */
import type { Seeded } from '../../../bench/seeded.ts';

export interface RawRequest {
  method: string;
  /** Path and query, as sent. */
  target: string;
  headers: Record<string, string>;
}

/** The keys, tokens and validators that the requests use. Tokens and validators come from earlier responses. */
export interface Surroundings {
  buckets: readonly string[];
  keys: readonly string[];
  tokens: readonly string[];
  etags: readonly string[];
}

const PARAMETERS: Record<string, readonly string[]> = {
  'list-type': ['2', '2', '2', '2', '2', '2', '', '1', '3', '02'],
  delimiter: ['/', '/', '/', '/', '', '//', 'e', ' ', '%', '\u00e9'],
  'max-keys': [
    '1',
    '2',
    '3',
    '7',
    '1000',
    '1001',
    '0',
    '',
    '-1',
    'x',
    '+5',
    '05',
    ' 5',
    '2147483648',
    '1e3',
    '1.0',
  ],
  'encoding-type': ['url', 'url', 'url', 'URL', '', 'base64'],
  'fetch-owner': ['true', 'false', 'TRUE', '', '1'],
  'x-id': ['ListObjectsV2', ''],
  'optional-object-attributes': ['RestoreStatus'],
  unknown: ['', '1'],
};
const SUB_RESOURCES = ['location', 'versioning', 'acl', 'tagging', 'uploads', 'policy', 'versions', 'cors'];
const MODES = ['ENABLED', 'enabled', 'x'];
const RANGES = ['bytes=0-0', 'bytes=-1', 'bytes=5-', 'bytes=9999999-', 'bytes=1-0', 'x'];
const DATES = ['Thu, 01 Jan 1970 00:00:00 GMT', 'Fri, 01 Jan 2100 00:00:00 GMT', 'yesterday'];

export function randomRead(random: Seeded, around: Surroundings): RawRequest {
  const pick = <T>(from: readonly T[]): T => from[random.below(from.length)]!;
  const often = (percent: number) => random.below(100) < percent;
  const bucket = often(90) ? around.buckets[0]! : pick([...around.buckets, 'missing', 'Wrong_Name', '']);
  if (often(70)) return { method: pick(['GET', 'GET', 'GET', 'GET', 'HEAD']), target: list(), headers: {} };
  const method = often(70) ? 'HEAD' : pick(['GET', 'OPTIONS']);
  return { method, target: ofObject(), headers: conditions() };

  function list(): string {
    const pairs: [string, string][] = [];
    const add = (name: string, value: string, percent: number) => {
      if (often(percent)) pairs.push([name, value]);
    };
    add('list-type', pick(PARAMETERS['list-type']!), 75);
    add('prefix', part(), 60);
    add('delimiter', pick(PARAMETERS.delimiter!), 70);
    add('max-keys', pick(PARAMETERS['max-keys']!), 50);
    add('encoding-type', pick(PARAMETERS['encoding-type']!), 70);
    add('start-after', part(), 25);
    add('marker', part(), 25);
    add(
      'continuation-token',
      often(85) && around.tokens.length > 0 ? pick(around.tokens) : pick(['', 'x', part()]),
      25,
    );
    add('fetch-owner', pick(PARAMETERS['fetch-owner']!), 15);
    for (const name of ['x-id', 'optional-object-attributes', 'unknown'])
      add(name, pick(PARAMETERS[name]!), 2);
    add(pick(SUB_RESOURCES), '', 3);
    // If a parameter is repeated, the first one counts.
    if (pairs.length > 0) add(pick(pairs)[0], part(), 2);
    const query = pairs.map(
      ([name, value]) => `${name}${value === '' && often(50) ? '' : `=${encoded(value)}`}`,
    );
    return `/${bucket}${pick(['', '', '/'])}${query.length > 0 ? `?${query.join('&')}` : ''}`;
  }

  function ofObject(): string {
    const query = often(90)
      ? ''
      : pick([
          '?',
          '?x-id=HeadObject',
          '?versionId=null',
          '?versionId=x',
          '?partNumber=1',
          '?acl',
          '?tagging',
        ]);
    return `/${bucket}/${encoded(often(85) ? pick(around.keys) : part()).replaceAll('%2F', '/')}${query}`;
  }

  /** A key, the start of a key, a directory, or a text that is close to one of them. */
  function part(): string {
    const key = pick(around.keys);
    const points = [...key];
    return pick([
      key,
      points.slice(0, random.below(points.length + 1)).join(''),
      key.slice(0, key.lastIndexOf('/') + 1),
      key.slice(0, key.indexOf('/') + 1),
      `${points.slice(0, -1).join('')}!`,
      '',
    ]);
  }

  /** Encoded as clients do it, in several ways. In a path, a plus may not stand for a space. */
  function encoded(text: string): string {
    const usual = encodeURIComponent(text);
    return often(80) ? usual : usual.replace(/%[0-9A-F]{2}/g, (pair) => pair.toLowerCase());
  }

  function conditions(): Record<string, string> {
    const headers: Record<string, string> = {};
    const add = (name: string, value: string, percent: number) => {
      if (often(percent)) headers[name] = value;
    };
    const tag = () =>
      pick([...around.etags, '*', '"x"', 'x', `W/${pick(around.etags)}`, `"x", ${pick(around.etags)}`]);
    add('if-match', tag(), 15);
    add('if-none-match', tag(), 15);
    add('if-modified-since', pick(DATES), 10);
    add('if-unmodified-since', pick(DATES), 10);
    add('range', pick(RANGES), 10);
    add('x-amz-checksum-mode', pick(MODES), 20);
    return headers;
  }
}
