/**
 * docs/api.md, generated from the OpenAPI document alone: routes, parameters, answers, problems, schemas, and for
 * each route a curl line that works with the local stack. `npm run docs` writes it. One test compares the
 * file with the result, another test runs its curl lines.
 */

import { OPERATIONS } from '../operations.ts';
import { schemaSections, typeOf } from './schemas.ts';
import { markdownTable as table } from './table.ts';
import type { OpenApi, Operation, Parameter, Reference, Resolved } from './types.ts';

/** The address of the local stack. */
const LOCAL = 'http://127.0.0.1:4000';
/** Values for parameters that have no example in the document. */
const SAMPLE_VALUES: Record<string, string> = {
  bucket: 'demo',
  prefix: 'photos/',
  key: 'photos/cat.jpg',
  id: 'x2K9mQ4r1Zs',
};
const SAMPLE_PARAMETERS = new Set(Object.keys(SAMPLE_VALUES));

export function apiDocument(document: OpenApi): string {
  const resolve = resolver(document);
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
  return `${[
    '# The HTTP API',
    '*Generated from [openapi.json](openapi.json) by `npm run docs`; do not edit.*',
    document.info.description,
    table(
      ['', 'route', '', 'who may call it'],
      operations.map(({ method, path, operation }) => [
        `[${operation.operationId}](#${operation.operationId.toLowerCase()})`,
        `\`${method} ${path}\``,
        operation.summary,
        callersOf(operation),
      ]),
    ),
    'A known path with another method is answered with 405 `method-not-allowed` and the header `Allow`.',
    authorization(document),
    CONDITIONAL_REQUESTS,
    ...operations.flatMap(({ method, path, operation }) => section(method, path, operation, resolve)),
    '## Headers of answers',
    table(
      ['header', 'meaning', 'for example'],
      headersOf(
        operations.map(({ operation }) => operation),
        resolve,
      ),
    ),
    '## Schemas',
    ...schemaSections(document.components.schemas),
  ].join('\n\n')}\n`;
}

/** Measured with Node 24's fetch against the service; browsers follow the same standard. */
const CONDITIONAL_REQUESTS = `## Conditional requests with \`fetch\`
\`fetch\` adds \`Cache-Control: no-cache\` to a request with \`If-None-Match\`, and to one with \`cache: 'no-store'\`, unless the caller
sets \`Cache-Control\` (Fetch Standard, HTTP-network-or-cache fetch). For this service it means "ask S3 now". To avoid that, set a
\`Cache-Control\` header that has no effect, such as \`max-stale=0\`. The [typed client](client.md) does so.`;

/** Operators may call everything that readers may. */
function callersOf({ operationId }: Operation): string {
  const { rank } = OPERATIONS[operationId as keyof typeof OPERATIONS];
  return rank === 'public' ? 'anybody' : `${rank}s`;
}

function authorization(document: OpenApi): string {
  const schemes = Object.entries(document.components.securitySchemes).map(
    ([name, { description }]) => `- \`${name}\`: ${description}`,
  );
  return [
    '## Authorization',
    'The deployment uses one of these. The local stack needs no authorization.',
    schemes.join('\n'),
  ].join('\n\n');
}

function section(method: string, path: string, operation: Operation, resolve: Resolve): string[] {
  const parameters = (operation.parameters ?? []).map((parameter) => resolve<Parameter>(parameter));
  const body = operation.requestBody?.content['application/json'];
  const [success = ''] = Object.keys(operation.responses).filter(isSuccess);
  const ok = resolve<Resolved>(operation.responses[success]);
  const answer = ok.content?.['application/json'];
  return [
    `## ${operation.operationId}`,
    `\`${method} ${path}\``,
    [operation.description, ...(operation.security?.length === 0 ? ['Needs no authorization.'] : [])].join(
      ' ',
    ),
    ...(parameters.length > 0 ? [table(['parameter', 'in', 'type', ''], parameters.map(parameterRow))] : []),
    ...(body ? [`Body: ${typeOf(body.schema)}.`] : []),
    fenced('sh', curl(method, path, parameters, body && sampleBody(body.schema, resolve))),
    `${success === '200' ? '' : `${success}: `}${ok.description}${answer ? ` ${typeOf(answer.schema)}:` : ''}`,
    ...(answer?.example === undefined ? [] : [fenced('json', JSON.stringify(answer.example, null, 2))]),
    table(['status', 'problem'], problems(operation, resolve)),
  ];
}

const isSuccess = (status: string) => status.startsWith('2');

function parameterRow({ name, in: place, required, schema, description }: Parameter): string[] {
  const bounds = [
    schema.maxLength !== undefined && `at most ${schema.maxLength} bytes`,
    schema.default !== undefined && schema.default !== '' && `default ${schema.default}`,
  ].filter(Boolean);
  const type = `${typeOf(schema)}${bounds.length > 0 ? `, ${bounds.join(', ')}` : ''}`;
  return [`\`${name}\`${required ? ' *' : ''}`, place, type, description ?? schema.description ?? ''];
}

function problems(operation: Operation, resolve: Resolve): string[][] {
  return Object.entries(operation.responses)
    .filter(([status]) => !isSuccess(status))
    .map(([status, response]) => [status, resolve<Resolved>(response).description]);
}

function headersOf(operations: Operation[], resolve: Resolve): string[][] {
  const rows = new Map<string, string[]>();
  for (const operation of operations) {
    for (const response of Object.values(operation.responses)) {
      for (const [name, header] of Object.entries(resolve<Resolved>(response).headers ?? {})) {
        const { description = '', schema } = resolve<Parameter>(header);
        const row = [`\`${name}\``, description, `\`${schema.examples?.[0] ?? ''}\``];
        rows.set(row.join(), row);
      }
    }
  }
  return [...rows.values()].sort(([a = ''], [b = '']) => a.localeCompare(b, 'en'));
}

function curl(method: string, path: string, parameters: Parameter[], body: unknown): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => SAMPLE_VALUES[name] ?? name);
  const query = parameters
    .filter(({ in: place, name }) => place === 'query' && SAMPLE_PARAMETERS.has(name))
    .map(({ name }) => `${name}=${encodeURIComponent(SAMPLE_VALUES[name] ?? '')}`)
    .join('&');
  const url = `'${LOCAL}${filled}${query === '' ? '' : `?${query}`}'`;
  const data =
    body === undefined ? '' : ` \\\n  -H 'content-type: application/json' -d '${JSON.stringify(body)}'`;
  return `curl ${method === 'GET' ? '' : `-X ${method} `}${url}${data}`;
}

function sampleBody(schema: Reference, resolve: Resolve): unknown {
  return resolve<{ examples?: unknown[] }>(schema).examples?.[0];
}

export type Resolve = <T>(value: unknown) => T;

/** Follows a `$ref` inside the document; returns anything else unchanged. */
function resolver(document: OpenApi): Resolve {
  return <T>(value: unknown): T => {
    const reference = (value as Reference | undefined)?.$ref;
    if (reference === undefined) return value as T;
    const found = reference
      .replace('#/', '')
      .split('/')
      .reduce<unknown>((place, name) => (place as Record<string, unknown>)?.[name], document);
    if (found === undefined) throw new Error(`${reference}: not found in the document`);
    return found as T;
  };
}

function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}
