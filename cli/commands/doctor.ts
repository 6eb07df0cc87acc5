/** `s3dex doctor`: checks a service and its settings. */
import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { type Bucket, checkBucket } from '../doctor/bucket-checks.ts';
import { type Finding, finding, type Verdict } from '../doctor/check.ts';
import { checkEvents } from '../doctor/events-check.ts';
import { checkNotifications } from '../doctor/notification-check.ts';
import type { OwnS3 } from '../doctor/own-s3.ts';
import { s3Problem } from '../doctor/s3-problem.ts';
import { checkClock, checkCredentials, checkEndpoint } from '../doctor/service-checks.ts';
import { addExamples } from '../examples.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Style } from '../paint.ts';
import { parseDirectoryUrl } from '../s3-url.ts';
import type { Run, Session } from '../session.ts';
import { wrap } from '../text/wrap.ts';

interface DoctorOptions {
  write?: string;
  s3Endpoint?: string;
  notifications?: boolean;
}

const SIGNS: Record<Verdict, [string, Style]> = {
  ok: ['ok  ', 'green'],
  warning: ['warn', 'yellow'],
  failed: ['FAIL', 'red'],
  skipped: ['-   ', 'dim'],
};

/** Width of the sign and the gap after it. */
const SIGN_COLUMNS = 6;

export function addDoctor(program: Command, run: Run): void {
  const command = program
    .command('doctor')
    .summary('check endpoint, credentials, settings and events')
    .description(
      'Check that the service answers and accepts the credentials, and that each bucket can be read and has sensible settings. With --write, also ' +
        "check that events arrive: put and remove an object, and wait until the index has recorded both events (needs s3:PutObject and s3:DeleteObject, and an operator's permission for the service). In a versioned bucket, a noncurrent version and a delete marker remain. " +
        'With --notifications, also check that the buckets send events of every kind (needs s3:GetBucketNotification). Without --write nothing is written.',
    )
    .helpOption('-h, --help', 'print help')
    .option(
      '--write <s3-url>',
      'put and remove a small object below s3://bucket/directory/, with your own AWS credentials',
    )
    .option(
      '--notifications',
      "compare each bucket's notifications with what is needed, with your own AWS credentials",
    )
    .option('--s3-endpoint <url>', 'with --write or --notifications: the S3 server, if it is not AWS')
    .action((options: DoctorOptions) => run(command, (session) => doctor(session, options)));
  addExamples(command, [
    ['without writing', 's3dex doctor'],
    ['see an event arrive', 's3dex doctor --write s3://demo/photos/ --s3-endpoint http://127.0.0.1:4001'],
  ]);
}

async function doctor(session: Session, options: DoctorOptions): Promise<ExitCode> {
  const target = options.write === undefined ? undefined : parseDirectoryUrl(options.write);
  let failed = false;
  for await (const found of findings(session, options, target)) {
    failed ||= found.verdict === 'failed';
    await print(session, found);
  }
  return failed ? EXIT.nothing : EXIT.ok;
}

/** Yields the results one after the other. Skips checks that depend on a failed check. */
async function* findings(
  session: Session,
  options: DoctorOptions,
  target: { bucket: string; key: string } | undefined,
): AsyncGenerator<Finding, void, void> {
  const client = await session.client({ retries: 1 });
  const endpoint = await checkEndpoint(client, session);
  yield endpoint;
  if (endpoint.verdict === 'failed') return;
  yield await checkClock(session);
  const { found, buckets } = await checkCredentials(client, session);
  yield found;
  if (found.verdict === 'failed') return;
  for (const bucket of buckets) yield* await checkBucket(client, bucket, session);
  if (options.notifications) yield* notificationFindings(buckets, session, options);
  if (target === undefined) {
    yield finding(
      'events',
      'skipped',
      'not checked; --write s3://bucket/directory/ checks it by writing and deleting a small object there',
    );
    return;
  }
  if (buckets.find(({ name }) => name === target.bucket)?.events === 'none') {
    yield finding('events', 'skipped', `${target.bucket} is served without events`);
    return;
  }
  if (buckets.find(({ name }) => name === target.bucket)?.view) {
    yield finding('events', 'failed', `${target.bucket} is a view, not a bucket of S3: name its bucket`);
    return;
  }
  if (wouldAimAtAws(session, options)) {
    yield finding('events', 'failed', NOT_ON_AWS);
    return;
  }
  const writer = await connectToS3(session, options);
  yield* await checkEvents({ client, session }, writer, target, randomUUID().slice(0, 8));
}

const NOT_ON_AWS =
  'the service runs on this machine, so its buckets are not on AWS: give the S3 server with --s3-endpoint (npm start prints its address)';

async function* notificationFindings(
  buckets: readonly Bucket[],
  session: Session,
  options: DoctorOptions,
): AsyncGenerator<Finding, void, void> {
  if (wouldAimAtAws(session, options)) {
    yield finding('notifications', 'failed', NOT_ON_AWS);
    return;
  }
  const s3 = await connectToS3(session, options);
  for (const bucket of buckets) {
    const check = `${bucket.name}: notifications`;
    if (bucket.view) {
      yield finding(check, 'skipped', 'a view; its bucket sends the events');
      continue;
    }
    try {
      yield checkNotifications(bucket, await s3.notifications(bucket.name));
    } catch (error) {
      if (session.world.signal.aborted) throw error;
      const needed = { permission: 's3:GetBucketNotification', resource: `the bucket ${bucket.name}` };
      yield finding(check, 'failed', s3Problem(error, needed));
    }
  }
}

async function connectToS3(session: Session, { s3Endpoint }: DoctorOptions): Promise<OwnS3> {
  const { ownS3 } = await import('../doctor/own-s3.ts');
  const { region, profile } = session.options;
  return ownS3({
    endpoint: s3Endpoint,
    region,
    profile,
  });
}

/**
 * True if the service is local and no S3 server was given: the SDK would then send the check to a bucket of the same
 * name in AWS.
 */
function wouldAimAtAws(session: Session, { s3Endpoint }: DoctorOptions): boolean {
  return s3Endpoint === undefined && isLoopback(session.circumstances?.endpoint ?? '');
}

function isLoopback(endpoint: string): boolean {
  const host = URL.canParse(endpoint) ? new URL(endpoint).hostname : '';
  return host === 'localhost' || host === '[::1]' || host.startsWith('127.');
}

async function print(session: Session, found: Finding): Promise<void> {
  if (session.options.json) return session.json(found);
  const [sign, style] = SIGNS[found.verdict];
  const lines = wrap(
    session.shown(`${found.check}: ${found.detail}`),
    session.world.out.columns - SIGN_COLUMNS,
  );
  const [first = '', ...rest] = lines;
  await session.printAll([
    `${session.paint(style, sign)}  ${first}`,
    ...rest.map((line) => ' '.repeat(SIGN_COLUMNS) + line),
  ]);
}
