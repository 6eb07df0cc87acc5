import { MAX_INTEGER_PARAMETER } from './limits.ts';
import type { S3Request } from './request.ts';
import { invalidArgument } from './s3-error.ts';

const INTEGER = /^\+?\d{1,10}$/;

/**
 * A count or position in the query. Absent or empty means the default. @throws S3Error InvalidArgument for an invalid
 * number.
 */
export function integerParameter(request: S3Request, name: string, defaultValue: number): number {
  const text = request.query.get(name) ?? '';
  if (text === '') return defaultValue;
  const value = INTEGER.test(text) ? Number(text) : Number.NaN;
  if (value <= MAX_INTEGER_PARAMETER) return value;
  throw invalidArgument(name, text, `Provided ${name} not an integer or within integer range`);
}
