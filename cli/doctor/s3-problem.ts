/** Why a call to S3 with the caller's own credentials failed. */
import { explain } from '../explain.ts';

/** What the call needs, for the case that it is denied. */
export interface Needed {
  permission: string;
  resource: string;
}

export function s3Problem(error: unknown, { permission, resource }: Needed): string {
  const text = explain(error)
    .lines.map((line) => line.replace(/\.$/, ''))
    .join('. ');
  return isDenied(error) ? `your credentials need ${permission} on ${resource} (S3 says: ${text})` : text;
}

function isDenied(error: unknown): boolean {
  return error instanceof Error && error.name === 'AccessDenied';
}
