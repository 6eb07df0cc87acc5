/** Parses a request's query or body completely: first the syntax, then the schema. */
import type * as z from 'zod/mini';
import { emptyQuery } from '../../contract/schema.ts';
import { parseJsonBody } from './body.ts';
import type { HttpEvent } from './event.ts';
import type { Parsed, Refused } from './outcome.ts';
import { parseQuery } from './query.ts';
import { validate } from './validate.ts';

export function parseRequestQuery<S extends z.ZodMiniType>(
  event: HttpEvent,
  schema: S,
): Parsed<z.output<S>> | Refused {
  const query = parseQuery(event.rawQueryString);
  return query.outcome === 'refused' ? query : validate(schema, query.value, 'query');
}

/** Operations with a body take no query parameters. */
export function parseRequestBody<S extends z.ZodMiniType>(
  event: HttpEvent,
  schema: S,
): Parsed<z.output<S>> | Refused {
  const query = parseRequestQuery(event, emptyQuery);
  if (query.outcome === 'refused') return query;
  const body = parseJsonBody(event);
  return body.outcome === 'refused' ? body : validate(schema, body.value, 'body');
}
