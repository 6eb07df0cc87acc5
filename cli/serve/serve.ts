/** `s3dex serve` as a running server: checks the settings, prints the ready line, stops cleanly. */
import type { HeadMode } from '../../front/resolver/head-answer.ts';
import { awsCredentials } from '../../front/serve/credentials.ts';
import { checkEndpoint } from '../../front/serve/places.ts';
import { SERVICE_TUNING, type ServeOptions, type Serving, startServing } from '../../front/serve/server.ts';
import { text } from '../../front/serve/status-page.ts';
import { collectAfterStart } from '../../front/serve/young-garbage.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Session } from '../session.ts';
import { UsageError } from '../usage-error.ts';
import { httpFetch } from './http-fetch.ts';

export interface ServeFlags {
  port: number;
  s3Endpoint?: string;
  s3Region?: string;
  head: HeadMode;
  accessKey?: string;
  secretKey?: string;
  stats?: boolean;
}

const DEFAULT_REGION = 'us-east-1';

/** Until SIGINT or SIGTERM. */
export async function serve(session: Session, flags: ServeFlags): Promise<ExitCode> {
  const { signal } = session.world;
  const serving = await start(await optionsOf(session, flags));
  collectAfterStart();
  await session.stopWaitingLine();
  await session.json({ ready: true, s3: serving.url });
  if (!signal.aborted)
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  // Invalidations of the last writes may still be on their way. The process ends after them.
  await serving.close();
  if (flags.stats) await session.note(text(serving.report()));
  return EXIT.ok;
}

async function start(options: ServeOptions): Promise<Serving> {
  try {
    return await startServing(options);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new UsageError(`port ${options.port} is in use; choose another with --port`);
  }
}

function timeoutOf({ timeout }: Session['options']): { timeoutMs?: number } {
  return timeout === undefined ? {} : { timeoutMs: timeout * 1000 };
}

async function optionsOf(session: Session, flags: ServeFlags): Promise<ServeOptions> {
  const { world, options } = session;
  const { port, s3Endpoint, head } = flags;
  if ((flags.accessKey === undefined) !== (flags.secretKey === undefined)) {
    throw new UsageError('--access-key and --secret-key must be given together');
  }
  try {
    if (s3Endpoint !== undefined) checkEndpoint(s3Endpoint);
  } catch (error) {
    throw error instanceof TypeError ? new UsageError(`--${error.message}`) : error;
  }
  const warn = (line: string) => void session.note(`s3dex serve: ${line}`);
  const { env, now } = world;
  return {
    ...{ port, head, now, warn },
    client: await session.client({ ...SERVICE_TUNING, ...timeoutOf(options), fetch: httpFetch() }),
    s3Endpoint,
    region: flags.s3Region ?? options.region ?? env.AWS_REGION ?? env.AWS_DEFAULT_REGION ?? DEFAULT_REGION,
    credentials: awsCredentials({
      ...{ env, now, warn },
      profile: options.profile,
      endpoint: s3Endpoint,
    }),
    ...(flags.accessKey !== undefined &&
      flags.secretKey !== undefined && {
        key: { accessKeyId: flags.accessKey, secretAccessKey: flags.secretKey },
      }),
    trace: (line) => {
      if (options.verbose) void session.note(line);
    },
  };
}
