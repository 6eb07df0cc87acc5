/**
 * The process of the local stack: command line, ready line, signals. When everything is ready, one JSON line is
 * written to stdout. Everything else, including the functions' logs, is written to stderr.
 */
import { HELP, parseArguments, USAGE } from './arguments.ts';
import { DEMO_PLACE } from './demo-tree.ts';
import { PortTaken } from './loopback.ts';
import { servesDemo } from './s3-endpoint.ts';
import { startStack } from './stack.ts';
import { findPlace, tourLines, tourText } from './tour.ts';
import { UsageError } from './usage-error.ts';

/** Stopping may take 2 s in total. So the process ends after this time, even if connections are still open. */
const STOP_WITHIN_MS = 1_500;
const EXIT_FAILURE = 1;
const EXIT_USAGE = 2;

const announce = process.stdout.write.bind(process.stdout);
process.stdout.write = process.stderr.write.bind(process.stderr);

const log = (line: string) => void process.stderr.write(`${line}\n`);

async function run(): Promise<void> {
  if (process.argv.slice(2).includes('--help')) {
    announce(HELP);
    return;
  }
  const options = parseArguments(process.argv.slice(2));
  let stop = async () => {};
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      setTimeout(() => process.exit(0), STOP_WITHIN_MS);
      stop().then(
        () => process.exit(0),
        () => process.exit(EXIT_FAILURE),
      );
    });
  }
  const stack = await startStack(options, { note: options.quiet ? () => {} : log, fault: log });
  stop = () => stack.close();
  if (!options.quiet) {
    const place = servesDemo(options)
      ? DEMO_PLACE
      : await findPlace(stack).catch(() => ({ bucket: stack.buckets[0] ?? '', prefix: '' }));
    const writable = options.s3Endpoint === undefined;
    log(tourText(tourLines(stack, place, { events: options.events, writable })));
    log(`Or open the explorer in a browser: ${stack.apiUrl}/`);
  }
  announce(
    `${JSON.stringify({ ready: true, api: stack.apiUrl, s3: stack.s3Url, buckets: stack.buckets })}\n`,
  );
}

// Lambda would end the instance and start a new one. Here the error is printed, and the process continues.
process.on('unhandledRejection', (reason) =>
  log(`unhandled rejection: ${reason instanceof Error ? reason.stack : reason}`),
);

try {
  await run();
} catch (error) {
  if (error instanceof UsageError) {
    log(`${error.message}\n\n${USAGE}`);
    process.exit(EXIT_USAGE);
  }
  log(
    error instanceof PortTaken
      ? error.message
      : `could not start: ${error instanceof Error ? error.stack : error}`,
  );
  process.exit(EXIT_FAILURE);
}
