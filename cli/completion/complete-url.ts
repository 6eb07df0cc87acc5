/** Asks the service for buckets, directories and objects that start with the text on the command line. */
import { s3Url } from '../s3-url.ts';
import type { Session } from '../session.ts';

/** More candidates are not useful on a terminal; another letter narrows the list. */
const MAX_CANDIDATES = 200;
/** Short, because somebody is waiting at a prompt. */
const TIMEOUT_MS = 2_000;

export async function completeUrl(current: string, session: Session): Promise<string[]> {
  const scheme = 's3://';
  if (!current.startsWith(scheme)) return scheme.startsWith(current) ? [scheme] : [];
  const client = await session.client({ retries: 0, timeoutMs: TIMEOUT_MS });
  const rest = current.slice(scheme.length);
  const slash = rest.indexOf('/');
  if (slash === -1) {
    const { buckets } = await client.buckets();
    return buckets.filter(({ name }) => name.startsWith(rest)).map(({ name }) => s3Url(name, ''));
  }
  const bucket = rest.slice(0, slash);
  const { entries } = await client.list(bucket, rest.slice(slash + 1), { limit: MAX_CANDIDATES });
  // One candidate per line, so names with a line break are left out.
  return entries.filter(({ key }) => !/[\r\n]/.test(key)).map(({ key }) => s3Url(bucket, key));
}
