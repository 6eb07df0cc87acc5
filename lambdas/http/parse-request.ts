/**
 * Parses a request's query or body completely: first the syntax, then with a schema of the contract. The result is
 * the typed request, or a refusal that names the invalid fields.
 */
import type * as z from 'zod/mini';
import { emptyQuery } from '../../contract/schema.ts';
import { parseJsonBody } from './body.ts';
import type { HttpEvent } from './event.ts';
import { type Parsed, parsed, type Refused, refused } from './outcome.ts';
import { quoted } from './quoted.ts';

/** Maximum number of faults in one answer. More are not useful, even for a body with 1,000 invalid keys. */
const MAX_FAULTS_REPORTED = 3;
const MALFORMED = 'malformed percent-encoding';
/**
 * A URI is printable ASCII. If it contains another character, that character was not encoded correctly, and a guess
 * could give another key.
 */
const NOT_URI = /[^\x21-\x7e]/;

export function parseRequestQuery<S extends z.ZodMiniType>(
  event: HttpEvent,
  schema: S,
): Parsed<z.output<S>> | Refused {
  const query = parseQuery(event.rawQueryString);
  return query.outcome === 'refused' ? query : validate(schema, query.value, 'query');
}

/** Operations with a body accept no query parameters. */
export function parseRequestBody<S extends z.ZodMiniType>(
  event: HttpEvent,
  schema: S,
): Parsed<z.output<S>> | Refused {
  const query = parseRequestQuery(event, emptyQuery);
  if (query.outcome === 'refused') return query;
  const body = parseJsonBody(event);
  return body.outcome === 'refused' ? body : validate(schema, body.value, 'body');
}

/** `where` names the whole input (`query` or `body`). It is used for faults that belong to no single field. */
function validate<S extends z.ZodMiniType>(
  schema: S,
  input: unknown,
  where: 'query' | 'body',
): Parsed<z.output<S>> | Refused {
  const result = schema.safeParse(input);
  if (result.success) return parsed(result.data);
  const faults = result.error.issues
    .slice(0, MAX_FAULTS_REPORTED)
    .map((issue) => faultOf(issue, input, where));
  return refused('invalid-request', faults.join('; '));
}

function faultOf(issue: z.core.$ZodIssue, input: unknown, where: 'query' | 'body'): string {
  if (issue.code === 'unrecognized_keys') {
    const kind = where === 'query' ? 'parameter' : 'field';
    return `${issue.keys.slice(0, MAX_FAULTS_REPORTED).map(quoted).join(', ')}: unknown ${kind}`;
  }
  const [first, ...rest] = issue.path;
  if (first === undefined) {
    return issue.code === 'invalid_type' ? `${where}: must be an object` : `${where}: ${issue.message}`;
  }
  const field = String(first) + rest.map((part) => `[${String(part)}]`).join('');
  const missing = rest.length === 0 && typeof input === 'object' && input !== null && !(first in input);
  return `${field}: ${missing ? 'is required' : issue.message}`;
}

/**
 * Parses `rawQueryString`. API Gateway's own map is not used, because it joins repeated parameters with commas, and a
 * value may contain commas too. `+` is a space, `%2B` is a plus sign.
 */
export function parseQuery(raw: string): Parsed<Record<string, string>> | Refused {
  const values = new Map<string, string>();
  for (const pair of raw.split('&')) {
    if (pair === '') continue;
    const cut = pair.indexOf('=');
    const name = decode(cut < 0 ? pair : pair.slice(0, cut));
    if (name === undefined) return refused('invalid-request', `query: ${MALFORMED} in a parameter's name`);
    const value = cut < 0 ? '' : decode(pair.slice(cut + 1));
    if (value === undefined) return refused('invalid-request', `${quoted(name)}: ${MALFORMED}`);
    if (values.has(name)) return refused('invalid-request', `${quoted(name)}: is given twice`);
    values.set(name, value);
  }
  return parsed(Object.fromEntries(values));
}

/** `undefined` when the text is not percent-encoded UTF-8. */
function decode(text: string): string | undefined {
  if (NOT_URI.test(text)) return undefined;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

/** Formats a query of these parameters, in their order. Undefined parameters are left out. */
export function formatQuery(parameters: Record<string, string | undefined>): string {
  return Object.entries(parameters)
    .filter((it): it is [string, string] => it[1] !== undefined)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&');
}
