/** Does the service answer, accept the credentials, and agree on the time? */
import type { BucketsAnswer, Client } from '../../contract/client.ts';
import { explain } from '../explain.ts';
import type { Session } from '../session.ts';
import { milliseconds, plural } from '../text/quantities.ts';
import { type Finding, finding } from './check.ts';

/** API Gateway refuses signatures from clocks that are wrong by more than five minutes. */
const MAX_SKEW_SECONDS = 300;

export async function checkEndpoint(client: Client, session: Session): Promise<Finding> {
  const startedAt = session.world.now();
  try {
    await client.health({ signal: session.world.signal });
    const where = session.circumstances?.endpoint ?? '';
    return finding('endpoint', 'ok', `${where} answers in ${milliseconds(session.world.now() - startedAt)}`);
  } catch (error) {
    return failure('endpoint', error, session);
  }
}

/**
 * Only signed requests need a correct clock. The difference is always reported, because it helps the user to compare
 * times.
 */
export async function checkClock(session: Session): Promise<Finding> {
  const endpoint = session.circumstances?.endpoint ?? '';
  try {
    const response = await session.world.fetch(`${endpoint}/v1/health`, { signal: session.world.signal });
    await response.text();
    return clockFinding(session.world.now(), Date.parse(response.headers.get('date') ?? ''));
  } catch (error) {
    return failure('clock', error, session);
  }
}

function clockFinding(ours: number, theirs: number): Finding {
  if (Number.isNaN(theirs)) return finding('clock', 'skipped', 'the service sends no date');
  const skewSeconds = Math.round((ours - theirs) / 1000);
  if (Math.abs(skewSeconds) < MAX_SKEW_SECONDS)
    return finding('clock', 'ok', `${skewSeconds} s from the service's`);
  return finding(
    'clock',
    'failed',
    `${skewSeconds} s from the service's: signatures will be refused. Set this machine's clock`,
  );
}

/** @returns the finding, and the buckets for the next checks. */
export async function checkCredentials(
  client: Client,
  session: Session,
): Promise<{ found: Finding; buckets: BucketsAnswer['buckets'] }> {
  try {
    const { buckets } = await client.buckets({ signal: session.world.signal });
    const how = session.circumstances?.authorization;
    const accepted = how === 'none' ? 'none needed' : `${how} accepted`;
    return {
      found: finding('credentials', 'ok', `${accepted}; ${plural(buckets.length, 'bucket')} served`),
      buckets,
    };
  } catch (error) {
    return { found: failure('credentials', error, session), buckets: [] };
  }
}

export function failure(check: string, error: unknown, session: Session): Finding {
  if (session.world.signal.aborted) throw error;
  const sentences = explain(error, session.circumstances).lines.map((line) => line.replace(/\.$/, ''));
  return finding(check, 'failed', sentences.join('. '));
}
