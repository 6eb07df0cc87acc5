/**
 * Valid questions, generated from the contract's schemas, and the same questions with exactly one error and the
 * answer that this error must cause.
 */
import fc from 'fast-check';
import { MAX_BODY_BYTES } from '../../../contract/bounds.ts';
import type { ErrorCode } from '../../../contract/errors.ts';
import type { OperationId } from '../../../contract/operations.ts';
import { type ContractOperation, contractOperations, type Schema } from '../contract.ts';
import { key, longestKey, prefix, tooLongKey } from '../keys.ts';
import { filters } from './filters.ts';
import type { Question, RawRequest } from './request.ts';
import { dressed } from './request.ts';

export interface Ask {
  operation: OperationId;
  bucket: string;
  question: Question;
}

export interface BrokenAsk {
  rule: string;
  request: RawRequest;
  code: ErrorCode;
}

const OPERATIONS = contractOperations();
const directory = prefix.map((text) => text.slice(0, text.lastIndexOf('/') + 1));

/** Fields whose texts must be directories; JSON Schema does not express that. */
const isDirectoryField = (operation: ContractOperation, field: string) =>
  field === 'prefix' && ['inspect', 'usage', 'fill'].includes(operation.id);

function valid(operation: ContractOperation, field: string, schema: Schema): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.type === 'boolean') return fc.boolean();
  switch (schema.type) {
    case 'integer': {
      const { minimum = 0, maximum = 2 ** 31 } = schema;
      return fc.oneof(
        { weight: 3, arbitrary: fc.integer({ min: minimum, max: Math.min(maximum, minimum + 4) }) },
        { weight: 1, arbitrary: fc.constantFrom(minimum, maximum) },
      );
    }
    case 'array': {
      const { minItems = 0, maxItems = 5 } = schema;
      const item = valid(operation, field, schema.items!);
      return fc.oneof(
        { weight: 30, arbitrary: fc.array(item, { minLength: minItems, maxLength: Math.min(maxItems, 6) }) },
        { weight: 1, arbitrary: fc.array(item, { minLength: Math.min(maxItems, 40), maxLength: 40 }) },
      );
    }
    default:
      if (isDirectoryField(operation, field)) return directory;
      return (
        field.startsWith('prefix')
          ? prefix
          : fc.oneof(
              { weight: 6, arbitrary: key },
              { weight: 3, arbitrary: prefix },
              { weight: 1, arbitrary: longestKey },
            )
      ).filter((text) => text.length >= (schema.minLength ?? 0));
  }
}

/** Buckets that are served; see world.ts. */
const bucket = fc.constantFrom('live', 'live', 'live', 'still', 'partly', 'never');

const NOT_BY_SCHEMA = new Set([
  ...['cursor', 'sort', 'partial', 'glob', 'contains', 'type', 'storageClass'],
  ...['minSize', 'maxSize', 'modifiedAfter', 'modifiedBefore'],
]);

/** `plain`: without sorts and filters, because these may contradict each other. */
function validAsk(operation: ContractOperation, plain = false): fc.Arbitrary<Ask> {
  // Cursors come from answers, so other steps of a session test them. Sorts and filters are generated together.
  const parameters = operation.query.filter(({ name }) => !NOT_BY_SCHEMA.has(name));
  const drawn = fc.record(
    Object.fromEntries(parameters.map(({ name, schema }) => [name, valid(operation, name, schema)])),
    { requiredKeys: parameters.filter(({ required }) => required).map(({ name }) => name) },
  );
  const query =
    operation.id === 'list' && !plain
      ? fc.oneof(
          drawn,
          fc.tuple(drawn, filters).map(([page, filtered]) => ({ ...page, ...filtered })),
        )
      : drawn;
  const body = operation.body ? validBody(operation, operation.body) : fc.constant(undefined);
  return fc.tuple(bucket, query, body).map(([name, values, said]) => ({
    operation: operation.id,
    bucket: name,
    question: {
      method: operation.method,
      path: operation.path.replace('{bucket}', name),
      parameters: Object.entries(values).map(([field, value]): [string, string] => [field, String(value)]),
      ...(said !== undefined && { body: said }),
    },
  }));
}

function validBody(operation: ContractOperation, schema: Schema): fc.Arbitrary<unknown> {
  const fields = Object.entries(schema.properties!).map(([name, of]): [string, fc.Arbitrary<unknown>] => [
    name,
    valid(operation, name, of),
  ]);
  return (
    fc
      .record(Object.fromEntries(fields), { requiredKeys: schema.required ?? [] })
      // An invalidation without keys and prefixes is refused; JSON Schema does not express that.
      .filter((said) => Object.values(said as Record<string, unknown[]>).flat().length > 0)
  );
}

const WEIGHTS: Partial<Record<OperationId, number>> = {
  list: 12,
  stat: 8,
  listMany: 5,
  statMany: 5,
  invalidate: 2,
  inspect: 2,
};

/**
 * For single fills and for downloads, only broken requests are generated. A valid request about a fill depends on
 * earlier fills (test/unit/http/fills.test.ts), and the buckets here never give download URLs
 * (test/unit/http/downloads.test.ts).
 */
const ANSWERED = OPERATIONS.filter(({ path }) => !/\/(fills\/|downloads)/.test(path));

export const ask: fc.Arbitrary<Ask> = fc.oneof(
  ...ANSWERED.map((operation) => ({ weight: WEIGHTS[operation.id] ?? 1, arbitrary: validAsk(operation) })),
);

type Break = { rule: string; code?: ErrorCode; change: (request: RawRequest) => RawRequest };

const withQuery = (add: (query: string) => string) => (request: RawRequest) => ({
  ...request,
  query: add(request.query),
});
const withBody =
  (body: string | undefined, isBase64Encoded = false) =>
  (request: RawRequest): RawRequest => ({
    ...request,
    body,
    isBase64Encoded,
  });
const json =
  (change: (said: Record<string, unknown>) => unknown) =>
  (request: RawRequest): RawRequest => ({
    ...request,
    body: JSON.stringify(change(JSON.parse(request.body!))),
  });
/** The query with this parameter replaced by raw text. */
const given = (name: string, raw: string) =>
  withQuery((query) =>
    [...query.split('&').filter((pair) => pair !== '' && pair.split('=')[0] !== name), `${name}=${raw}`].join(
      '&',
    ),
  );

const MALFORMED = ['%', '%2', '%zz', '%c3%28', '%ff', '%ed%a0%80', 'a%00%'];

function queryBreaks(operation: ContractOperation): fc.Arbitrary<Break>[] {
  const any = [
    fc.constant({ rule: 'unknown parameter', change: withQuery((query) => `${query}&unheard=of`) }),
    fc
      .constantFrom(...MALFORMED)
      .map((raw) => ({ rule: 'malformed name', change: withQuery((q) => `${q}&${raw}=1`) })),
  ];
  const own = operation.query.flatMap(({ name, required, schema }): fc.Arbitrary<Break>[] => [
    fc.constant({
      rule: `${name} twice`,
      change: (request) => withQuery((q) => `${q}&${name}=a`)(given(name, 'a')(request)),
    }),
    fc.constantFrom(...MALFORMED).map((raw) => ({ rule: `${name} malformed`, change: given(name, raw) })),
    ...(required ? [fc.constant({ rule: `${name} missing`, change: withQuery(() => '') })] : []),
    ...(schema.maxLength === undefined
      ? []
      : [
          tooLongKey.map((text) => ({
            rule: `${name} too long`,
            change: given(name, encodeURIComponent(text)),
          })),
        ]),
    ...(schema.const === undefined
      ? []
      : [
          fc
            .constantFrom('', 'Full', 'full%20', 'x')
            .map((raw) => ({ rule: `${name} another`, change: given(name, raw) })),
        ]),
    ...(schema.enum === undefined && schema.pattern === undefined
      ? []
      : [
          fc
            .constantFrom('', '-', 'Name', 'yes', '1', '-1', '1x', '%20', 'name,size')
            .filter((raw) => !schema.enum?.includes(raw) && !new RegExp(schema.pattern ?? '^$').test(raw))
            .map((raw) => ({ rule: `${name} not of its kind`, change: given(name, raw) })),
        ]),
    ...(schema.type === 'integer'
      ? [
          fc
            .constantFrom(
              String(schema.minimum! - 1),
              String(schema.maximum! + 1),
              '',
              '-5',
              '1.0',
              '1e2',
              '+5',
              '0x5',
              '%D9%A3',
              '5%20',
              '99999999999',
              'NaN',
            )
            .map((raw) => ({ rule: `${name} out of range`, change: given(name, raw) })),
        ]
      : []),
    ...(isDirectoryField(operation, name)
      ? [fc.constant({ rule: `${name} no directory`, change: given(name, 'a') })]
      : []),
  ]);
  return [...any, ...own];
}

function bodyBreaks(schema: Schema): fc.Arbitrary<Break>[] {
  const [field, of] = Object.entries(schema.properties!)[0]!;
  const fields = Object.keys(schema.properties!);
  return [
    fc.constant({ rule: 'no body', change: withBody(undefined) }),
    fc
      .constantFrom('{', '', 'keys', '{"keys":[}', '\ufeff{}', '{"keys":["\ud800"]}')
      .map((text) => ({ rule: 'no JSON', change: withBody(text) })),
    fc
      .constantFrom('/w==', 'eyJrZXlzIjpbIv8iXX0=')
      .map((text) => ({ rule: 'no UTF-8', change: withBody(text, true) })),
    fc
      .constantFrom('null', '[]', '"keys"', '7', 'true')
      .map((text) => ({ rule: 'no object', change: withBody(text) })),
    fc.constantFrom('unheard', 'Keys', '__proto__', 'constructor').map((name) => ({
      rule: 'unknown field',
      change: (request: RawRequest) => withBody(`{"${name}":["a"],${plainText(request).slice(1)}`)(request),
    })),
    fc
      .constantFrom<unknown[]>([null], [7], ['a', {}], [['a']])
      .map((list) => ({ rule: `${field} not texts`, change: json((said) => ({ ...said, [field]: list })) })),
    fc.constantFrom<unknown>(null, 7, { 0: 'a' }, ...(of.type === 'array' ? ['a'] : [])).map((value) => ({
      rule: `${field} of another type`,
      change: json((said) => ({ ...said, [field]: value })),
    })),
    tooLongKey.map((text) => ({
      rule: `${field} item too long`,
      change: json((said) => ({ ...said, [field]: [text] })),
    })),
    fc.constant({
      rule: `${field} too many`,
      change: json((said) => ({ ...said, [field]: Array.from({ length: of.maxItems! + 1 }, () => 'a') })),
    }),
    fc.constant({
      rule: 'nothing named',
      change: json(() => Object.fromEntries(fields.map((name) => [name, []]))),
    }),
    fc.constant({ rule: 'lone surrogate', change: json((said) => ({ ...said, [field]: ['\udc00'] })) }),
    fc.constant({
      rule: 'too large',
      code: 'too-large',
      change: json((said) => ({ ...said, [field]: ['x'.repeat(MAX_BODY_BYTES)] })),
    }),
  ];
}

const plainText = ({ body, isBase64Encoded }: RawRequest) =>
  isBase64Encoded ? Buffer.from(body!, 'base64').toString() : body!;

/** The bucket `gone` is served but does not exist in S3, so only a question that asks S3 notices. */
function noBuckets({ id }: ContractOperation): string[] {
  const unserved = ['foreign', 'LIVE', 'live ', '__proto__', 'constructor', '..'];
  return ['list', 'listMany', 'stat', 'statMany'].includes(id) ? [...unserved, 'gone'] : unserved;
}

/**
 * Replaces the key by a short one. For the longest keys, no LIST is sent, and a HEAD's 404 does not say what is
 * missing. The answer would then be that `gone` has no such key, which is also true.
 */
function ofAnything({ id }: ContractOperation, request: RawRequest): RawRequest {
  if (id === 'stat') return given('key', 'a')(request);
  return id === 'statMany' ? withBody('{"keys":["a"]}')(request) : request;
}

const methodsOf = (path: string): string[] =>
  OPERATIONS.filter((one) => one.path === path).map((one) => one.method);
/** Does the text match a route? Any text can be the value of a variable in the path. */
const isPathOfService = (text: string) =>
  OPERATIONS.some(({ path }) => new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(text));

function breaksOf(operation: ContractOperation): fc.Arbitrary<Break> {
  const path = operation.path;
  return fc.oneof(
    ...queryBreaks(operation),
    ...(operation.body ? bodyBreaks(operation.body) : []),
    fc
      .constantFrom('PUT', 'DELETE', 'PATCH', 'OPTIONS', 'get', '')
      .filter((method) => !methodsOf(path).includes(method))
      .map((method) => ({
        rule: 'another method',
        code: 'method-not-allowed' as const,
        change: (request: RawRequest) => ({ ...request, method }),
      })),
    fc
      .constantFrom(`${path}/`, `/${path}`, path.slice(0, -1), path.toUpperCase(), `${path}/x`)
      .filter((text) => !isPathOfService(text))
      .map((text) => ({
        rule: 'another path',
        code: 'no-such-route' as const,
        change: (request: RawRequest) => ({ ...request, path: text.replace('{bucket}', 'live') }),
      })),
    ...(path.includes('{bucket}')
      ? [
          fc.constantFrom(...noBuckets(operation)).map((name) => ({
            rule: 'no such bucket',
            code: 'no-such-bucket' as const,
            change: (request: RawRequest) => ({
              ...(name === 'gone' ? ofAnything(operation, request) : request),
              path: path.replace('{bucket}', () => name),
            }),
          })),
        ]
      : []),
  );
}

/** Without headers that request another kind of answer (HEAD, 304), so that only one thing is broken. */
const PLAIN = { encoding: 'usual', head: false, base64: false, headers: {} } as const;

export const brokenAsk: fc.Arbitrary<BrokenAsk> = fc.oneof(
  ...OPERATIONS.filter(({ id }) => id !== 'download').map((operation) => ({
    weight: WEIGHTS[operation.id] ?? 1,
    arbitrary: fc
      .tuple(validAsk(operation, true), breaksOf(operation))
      .map(([{ question }, { rule, code = 'invalid-request', change }]) => ({
        rule: `${operation.id}: ${rule}`,
        // A bucket that is completely served, so that nothing else is wrong.
        request: change(dressed({ ...question, path: operation.path.replace('{bucket}', 'live') }, PLAIN)),
        code,
      })),
  })),
);
