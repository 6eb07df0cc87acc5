/**
 * Compares the LIST parser with the SDK's, on documents in the styles of several servers, whole and damaged.
 * FUZZ_RUNS sets the number of documents.
 */
import { Readable } from 'node:stream';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { afterAll, expect, jest, test } from '@jest/globals';
import { HttpResponse } from '@smithy/core/protocols';
import { type ListedObject, listDocument } from '../../../front/wire/list-document.ts';
import { parseListXml } from '../../../lambdas/adapters/s3/list-xml.ts';
import { withOwnReading } from '../../../lambdas/adapters/s3/protocol.ts';
import { ODD_KEYS } from '../../contract/local-s3/endpoint.ts';
import { key } from '../../fuzz/keys.ts';
import fc from '../../support/fast-check.ts';

const numRuns = Number(process.env.FUZZ_RUNS ?? 150);
jest.setTimeout(60_000 + numRuns * 20);

let body = '';
const clientOf = () =>
  new S3Client({
    region: 'us-east-1',
    endpoint: 'http://127.0.0.1:1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
    maxAttempts: 1,
    requestHandler: {
      handle: async () => ({
        response: new HttpResponse({
          statusCode: 200,
          headers: { 'x-amz-request-id': 'id', 'x-amz-request-charged': 'requester' },
          body: Readable.from([Buffer.from(body)]),
        }),
      }),
    },
  });
const plain = clientOf();
const fast = withOwnReading(clientOf());
afterAll(() => {
  plain.destroy();
  fast.destroy();
});

/** A client's result for the document: its output or its error. */
async function outcomeOf(client: S3Client): Promise<unknown> {
  try {
    return { output: await client.send(new ListObjectsV2Command({ Bucket: 'any' })) };
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata?: unknown };
    return { name, message, $metadata };
  }
}

async function expectSame(xml: string): Promise<void> {
  body = xml;
  expect(await outcomeOf(fast)).toEqual(await outcomeOf(plain));
}

const anyKey = fc.oneof(key, fc.constantFrom(...ODD_KEYS));
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const object: fc.Arbitrary<ListedObject> = fc.record({
  key: anyKey,
  lastModified: optional(
    fc
      .date({
        min: new Date('1970-01-01T00:00:00Z'),
        max: new Date('2100-01-01T00:00:00Z'),
        noInvalidDate: true,
      })
      .map((date) => date.toISOString()),
  ),
  etag: optional(fc.constantFrom('"0123456789abcdef0123456789abcdef"', '"x-12"', '', 'no quotes')),
  checksumAlgorithm: optional(fc.constantFrom(['CRC32'], ['CRC32', 'SHA256'])),
  checksumType: optional(fc.constant('FULL_OBJECT')),
  sizeBytes: fc.oneof(fc.nat(), fc.constantFrom(0, 5 * 2 ** 40, Number.MAX_SAFE_INTEGER)),
  owner: optional(fc.constantFrom({ id: 'abc' }, { id: '', displayName: 'an owner & co' })),
  storageClass: optional(fc.constantFrom('STANDARD', 'INTELLIGENT_TIERING')),
});

/** How different servers write the same document. */
const STYLES: Record<string, (xml: string) => string> = {
  'AWS and Ceph': (xml) => xml,
  'MinIO (Go)': (xml) => xml.replaceAll('&quot;', '&#34;').replaceAll('&apos;', '&#39;'),
  indented: (xml) => xml.replaceAll('><', '>\n  <').replace(/<(\w+)>\n {2}<\/\1>/g, '<$1></$1>'),
  'without declaration and namespace': (xml) =>
    xml.replace(/^<\?xml[^>]*>\n/, '').replace(/ xmlns="[^"]*"/, ''),
};

const documents = fc
  .record({
    bucket: fc.constant('bucket'),
    prefix: fc.oneof(fc.constant(''), anyKey),
    delimiter: fc.constantFrom('', '/'),
    maxKeys: fc.constantFrom(1, 1_000),
    encodingType: fc.constantFrom(undefined, 'url' as const),
    isTruncated: fc.boolean(),
    objects: fc.array(object, { maxLength: 4 }),
    commonPrefixes: fc.array(anyKey, { maxLength: 3 }),
    page: fc.record(
      {
        version: fc.constant(2 as const),
        startAfter: anyKey,
        continuationToken: fc.constant('a/token+of=some&kind'),
        nextContinuationToken: fc.constantFrom('next', '1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J/wm36Hy4vbOwM='),
      },
      { requiredKeys: ['version'] },
    ),
  })
  .map(listDocument);
const styled = fc
  .tuple(documents, fc.constantFrom(...Object.keys(STYLES)))
  .map(([xml, style]) => STYLES[style]!(xml));

test.each(Object.keys(STYLES))(
  'a document in the style of %s gives the same result as with the SDK',
  async (style) => {
    await fc.assert(
      fc.asyncProperty(documents, async (xml) => {
        const written = STYLES[style]!(xml);
        expect(parseListXml(written)).toBeDefined();
        await expectSame(written);
      }),
      { numRuns: Math.ceil(numRuns / Object.keys(STYLES).length) },
    );
  },
);

/** Texts that are difficult for a parser. They are inserted anywhere. */
const INSERTED = [
  ...[
    '<',
    '>',
    '/',
    '&',
    ';',
    '"',
    "'",
    '=',
    '#',
    ' ',
    '  ',
    '\n',
    '\r\n',
    '\r',
    '\t',
    '\u0000',
    '\u00a0',
    '\ufeff',
  ],
  ...['&amp;', '&quot', '&nope;', '&#0;', '&#9;', '&#x0d;', '&#xFFFF;', '&amp;lt;', ']]>', '-->'],
  ...[
    '<!-- x -->',
    '<![CDATA[a<b]]>',
    '<?pi x?>',
    '<!DOCTYPE a>',
    '<?xml version="1.0"?>',
    ' a="b"',
    ' Key="k"',
  ],
  ...[
    '<Key>',
    '</Key>',
    '<Key/>',
    '<Key>k</Key>',
    '<Key></Key>',
    '<Key> </Key>',
    '<Key>\n</Key>',
    '<Size>1e3</Size>',
  ],
  ...[
    '<Contents>',
    '</Contents>',
    '<Contents/>',
    '<Contents></Contents>',
    '<Contents>\n</Contents>',
    '<X>y</X>',
  ],
  ...['<Owner/>', '<Owner>o</Owner>', '<Owner><ID>i</ID></Owner>', '<RestoreStatus/>', '<Prefix>p</Prefix>'],
  ...['<__proto__>x</__proto__>', '<constructor>x</constructor>', '<IsTruncated>TRUE</IsTruncated>'],
  ...['<Size> 12 </Size>', '<Size></Size>', '<LastModified>2026-02-30T00:00:00Z</LastModified>', '<Error/>'],
  ...['<LastModified>2026-01-01T24:00:00Z</LastModified>', '<ListBucketResult>', '</ListBucketResult>'],
];
/** Texts that replace the text of an element. */
const TEXTS = [
  ...[
    '',
    ' ',
    '\n',
    ' \n ',
    'true',
    'TRUE',
    'True ',
    'yes',
    '1',
    '0',
    '-1',
    '1.5',
    '1e3',
    '0x10',
    ' 12 ',
    'NaN',
    '9'.repeat(20),
  ],
  ...['2026-02-28T23:59:59Z', '2026-02-30T00:00:00.000Z', '2026-01-01T24:00:00.000Z', '2026-01-01T00:60:00Z'],
  ...[
    '2026-01-01T00:00:60Z',
    '2026-01-01T00:00:00.5Z',
    '2026-01-01T00:00:00.1234Z',
    '0099-01-01T00:00:00.000Z',
  ],
  ...['2026-01-01t00:00:00z', '2026-01-01T00:00:00+01:00', '2026-13-01T00:00:00Z', '2026-00-10T00:00:00Z'],
  ...[
    '2026-01-00T00:00:00Z',
    '2026-01-32T00:00:00Z',
    ' 2026-01-01T00:00:00.000Z',
    '1234-12-31T23:59:59.999Z',
    '9999-12-31T23:59:59.999Z',
  ],
];
const damage = fc.oneof(
  fc.record({ kind: fc.constant('text' as const), at: fc.nat(), text: fc.constantFrom(...TEXTS) }),
  fc.record({ kind: fc.constant('insert' as const), at: fc.nat(), text: fc.constantFrom(...INSERTED) }),
  // Between two elements, where most insertions stay well-formed.
  fc.record({ kind: fc.constant('between' as const), at: fc.nat(), text: fc.constantFrom(...INSERTED) }),
  fc.record({ kind: fc.constant('delete' as const), at: fc.nat(), length: fc.integer({ min: 1, max: 30 }) }),
  fc.record({ kind: fc.constant('repeat' as const), at: fc.nat(), length: fc.integer({ min: 1, max: 60 }) }),
  fc.record({
    kind: fc.constant('rename' as const),
    at: fc.nat(),
    text: fc.constantFrom('Key', 'Size', 'Owner', 'X'),
  }),
);
const TEXT_OF_AN_ELEMENT = /(?<=<(\w+)>)[^<]*(?=<\/\1>)/g;

type Damage = typeof damage extends fc.Arbitrary<infer T> ? T : never;

function damaged(xml: string, one: Damage): string {
  const at = one.at % (xml.length + 1);
  switch (one.kind) {
    case 'insert':
      return xml.slice(0, at) + one.text + xml.slice(at);
    case 'between': {
      const edge = xml.indexOf('><', at);
      return edge === -1 ? xml : `${xml.slice(0, edge + 1)}${one.text}${xml.slice(edge + 1)}`;
    }
    case 'delete':
      return xml.slice(0, at) + xml.slice(at + one.length);
    case 'repeat':
      return xml.slice(0, at + one.length) + xml.slice(at);
    case 'text': {
      const texts = [...xml.matchAll(TEXT_OF_AN_ELEMENT)];
      const old = texts[at % texts.length];
      return old ? xml.slice(0, old.index) + one.text + xml.slice(old.index + old[0].length) : xml;
    }
    case 'rename': {
      const name = [...xml.matchAll(/<(\w+)>/g)].map(([, tag]) => tag!);
      return name.length === 0 ? xml : xml.replaceAll(`${name[at % name.length]}>`, `${one.text}>`);
    }
  }
}

test('a damaged document gives the same output or error as with the SDK', async () => {
  await fc.assert(
    fc.asyncProperty(styled, fc.array(damage, { minLength: 1, maxLength: 3 }), async (xml, changes) => {
      await expectSame(changes.reduce(damaged, xml));
    }),
    { numRuns },
  );
});

const whole = () =>
  listDocument({
    ...{ bucket: 'b', prefix: '', delimiter: '/', maxKeys: 5, isTruncated: false },
    objects: [
      { key: 'k', lastModified: '2026-01-01T00:00:00.000Z', etag: '"e"', sizeBytes: 1, owner: { id: 'o' } },
      // In the form that is read by one match.
      {
        ...{ key: 'u', lastModified: '2026-01-01T00:00:00.000Z', etag: '"e"', sizeBytes: 1 },
        ...{ checksumAlgorithm: ['CRC32'], checksumType: 'FULL_OBJECT', storageClass: 'STANDARD' },
      },
    ],
    ...{ commonPrefixes: ['d/'], page: { version: 2 } },
  });

test.each(TEXTS)('%j as the text of any element gives the same result as with the SDK', async (text) => {
  const xml = whole();
  for (const { index, 0: old } of xml.matchAll(TEXT_OF_AN_ELEMENT))
    await expectSame(xml.slice(0, index) + text + xml.slice(index + old.length));
});

test('a character reference beyond 16 bits is decoded to its character', () => {
  const xml = whole().replace('<Key>k</Key>', '<Key>&#x1F600;&#128512;</Key>');
  expect(parseListXml(xml)?.Contents?.[0]?.Key).toBe('\u{1f600}\u{1f600}');
  expect(parseListXml(xml.replace('1F600', '110000'))).toBeUndefined();
});

test.each(INSERTED)(
  '%j between any two elements of a whole document gives the same result as with the SDK',
  async (text) => {
    const xml = whole();
    for (let at = xml.indexOf('><'); at !== -1; at = xml.indexOf('><', at + 1))
      await expectSame(`${xml.slice(0, at + 1)}${text}${xml.slice(at + 1)}`);
  },
);
