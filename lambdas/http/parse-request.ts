/**
 * Parses a request's query or body completely: first the syntax, then with a schema of the contract. The result is
 * the typed request, or a refusal that names the invalid fields.
 */
import type * as z from 'zod/mini';
import { emptyQuery } from '../../contract/schema.ts';
import { parseJsonBody } from './body.ts';
import type { HttpEvent } from './event.ts';
import { type Parsed, parsed, type Refused, refused } from './outcome.ts';
import { parseQuery } from './query.ts';
import { quoted } from './quoted.ts';

/** Maximum number of faults in one answer. More are not useful, even for a body with 1,000 invalid keys. */
const MAX_FAULTS_REPORTED = 3;

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
