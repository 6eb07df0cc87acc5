/** Runs the doctor against a service and an S3 endpoint whose faults a test chooses. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BucketsAnswer, InspectAnswer } from '../../contract/client.ts';
import { LOOPBACK } from '../../local/loopback.ts';
import { runCommand } from './command-world.ts';

export interface Doctored {
  buckets?: BucketsAnswer['buckets'];
  /** Which changes the service gets an event about. Default: both. */
  events?: ('put' | 'delete')[];
  /** False: the service stores nothing, so it watches nothing. */
  stores?: boolean;
  /** The S3 operations that are denied. */
  denied?: ('put' | 'delete' | 'notifications')[];
  /** S3 makes the write, but answers with an error. */
  fails?: ('put' | 'delete')[];
  /** The error code with which S3 refuses the write. */
  refused?: string;
  /** The index has an answer of this age from the beginning, and a watch from the same time. */
  storedForMs?: number;
  /** The index shows no answers. */
  showsNoAnswers?: boolean;
  /** The floor of the bucket, from the start of the doctor on. */
  floorInMs?: number;
  /** The caller may only read. */
  isReader?: boolean;
  signal?: AbortSignal;
  /** Called when S3 has got a request. */
  onS3?: (operation: string) => void;
}

export interface Diagnosis {
  code: number;
  findings: { check: string; verdict: string; detail: string }[];
  err: string;
  /** The objects in S3 at the end, and the S3 operations, in order. */
  left: string[];
  s3: string[];
}

const START_MS = Date.UTC(2026, 10, 22, 12, 0, 0);
const LIFE_MS = 60_000;
const DEMO = { name: 'demo', events: 's3' as const, listTtlSeconds: 60, statTtlSeconds: 60 };

/** The status of S3's answer, and the error's code. */
function outcomeOf(operation: string, { denied = [], fails = [], refused }: Doctored): [number, string?] {
  if ((denied as string[]).includes(operation)) return [403, 'AccessDenied'];
  if (operation === 'put' && refused !== undefined) return [400, refused];
  return (fails as string[]).includes(operation) ? [500, 'InvalidRequest'] : [200];
}

export async function diagnose(argv: string[], doctored: Doctored = {}): Promise<Diagnosis> {
  const { buckets = [DEMO], events = ['put', 'delete'], stores = true } = doctored;
  const objects = new Set<string>();
  const s3: string[] = [];
  const marks = new Map<string, number>();
  let time = START_MS;
  const now = () => (time += 50);
  const server = createServer((request, response) => {
    const url = new URL(request.url!, 'http://s3');
    const operation = url.searchParams.has('notification') ? 'notifications' : request.method!.toLowerCase();
    const key = url.pathname.split('/').slice(2).join('/');
    s3.push(`${operation} ${url.pathname.slice(1)}`);
    doctored.onS3?.(operation);
    const [status, error] = outcomeOf(operation, doctored);
    const isMade = status < 400 || status >= 500;
    if (isMade && operation === 'put') objects.add(key);
    if (isMade && operation === 'delete') objects.delete(key);
    if (isMade && (events as string[]).includes(operation)) marks.set(key, now());
    request.resume();
    response.writeHead(status, { 'content-type': 'application/xml' });
    response.end(error ? `<Error><Code>${error}</Code><Message>refused</Message></Error>` : '');
  });
  await new Promise<void>((resolve) => server.listen(0, LOOPBACK, resolve));
  const { port } = server.address() as AddressInfo;
  const { storedForMs, floorInMs } = doctored;
  let watchedAt = storedForMs === undefined ? undefined : START_MS - storedForMs;
  const text = (ms: number) => new Date(ms).toISOString();
  const answer = ({ pathname, searchParams }: URL): Response => {
    const status = { headers: { 'cache-status': `s3dex; fwd=stale${stores ? '; stored' : ''}` } };
    if (pathname === '/v1/health')
      return Response.json({}, { headers: { date: new Date(time).toUTCString() } });
    if (pathname === '/v1/buckets') return Response.json({ buckets });
    if (pathname.endsWith('/entries')) {
      if (stores) watchedAt = now();
      return Response.json({ entries: [] }, status);
    }
    if (pathname.endsWith('/index') && doctored.isReader)
      return Response.json({ message: 'Forbidden' }, { status: 403 });
    if (pathname.endsWith('/index')) return Response.json(inspection(searchParams.get('prefix') ?? ''));
    // The stored answer has expired, so the service asks S3.
    return objects.has(searchParams.get('key')!)
      ? Response.json({ type: 'object', name: 'x', key: 'x', size: 1 }, status)
      : Response.json({ code: 'no-such-key', detail: 'nothing' }, { status: 404, ...status });
  };
  const inspection = (prefix: string): Partial<InspectAnswer> => ({
    coverage: 'none',
    truncated: false,
    floorAt: floorInMs === undefined ? undefined : text(START_MS + floorInMs),
    head: watchedAt === undefined ? undefined : { watchedUntil: text(watchedAt + LIFE_MS), misses: 0 },
    chunks:
      watchedAt === undefined || doctored.showsNoAnswers
        ? []
        : [
            {
              entries: 0,
              size: 0,
              bytes: 0,
              state: 'valid',
              observedAt: text(watchedAt),
              ageSeconds: Math.floor((time - watchedAt) / 1_000),
              endsAt: text(watchedAt + LIFE_MS),
            },
          ],
    records: [],
    marks: [...marks].map(([key, at]) => ({
      name: key.slice(prefix.length),
      appearedAt: text(at),
      vanishedAt: text(at),
    })),
  });
  const environment = { ...process.env };
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
  try {
    const fetch = async (input: unknown) => answer(new URL(String(input)));
    const line = ['--json', 'doctor', '--s3-endpoint', `http://${LOOPBACK}:${port}`, ...argv];
    const given = { fetch: fetch as typeof globalThis.fetch, now, signal: doctored.signal };
    const { code, out, err } = await runCommand(line, given);
    const findings = out.split('\n').flatMap((text) => (text === '' ? [] : [JSON.parse(text)]));
    return { code, findings, err, left: [...objects], s3 };
  } finally {
    process.env = environment;
    server.closeAllConnections();
    server.close();
  }
}
