/** Runs one command line and returns its exit code. */
import { CommanderError } from 'commander';
import { S3dexError } from '../contract/client.ts';
import { complete } from './completion/complete.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { type Explanation, explain } from './explain.ts';
import type { GlobalOptions } from './global-options.ts';
import { buildProgram } from './program.ts';
import { type Run, Session } from './session.ts';
import { sentence } from './text/sentence.ts';
import { withWaitingLine } from './text/waiting-line.ts';
import { Unfinished } from './unfinished.ts';
import type { World } from './world.ts';

/** Called by the shells' completion scripts. Handled before the parser, so that it does not appear in the help. */
const COMPLETE = '__complete';

/** Written before an error. The following lines are aligned with the text after it. */
const NAME = 's3dex: ';

export async function run(argv: readonly string[], world: World): Promise<ExitCode> {
  if (argv[0] === COMPLETE) return complete(argv.slice(1), world);
  let code: ExitCode = EXIT.ok;
  const runAction: Run = async (command, action) => {
    const waiting = withWaitingLine(world);
    const session = new Session(waiting.world, command.optsWithGlobals<GlobalOptions>(), waiting.stop);
    try {
      code = await action(session);
    } catch (error) {
      code = await report(error, session);
    } finally {
      await waiting.stop();
    }
  };
  const pending: Promise<void>[] = [];
  const json = argv.includes('--json');
  const program = buildProgram(runAction, {
    writeOut: (text) => void pending.push(world.out.write(text)),
    writeErr: (text) => void (json || pending.push(world.err.write(text))),
    writeProblem: (text) => void (json || pending.push(world.err.write(`${problemText(text, world)}\n`))),
    columns: world.out.columns,
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    code = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    if (json && code === EXIT.usage) pending.push(world.err.write(`${parserProblem(error, code)}\n`));
  }
  await Promise.all(pending);
  return code;
}

/** An error in the command line, as the parser writes it. */
function problemText(text: string, { err }: World): string {
  return NAME + sentence(text.replace(/^error: /, '').trimEnd(), err, NAME.length);
}

/** An error in the command line, in the format of --json. */
function parserProblem(error: CommanderError, exitCode: ExitCode): string {
  return JSON.stringify({ error: error.message.replace(/^error: /, ''), hints: ['Try --help.'], exitCode });
}

/** Prints the error on stderr and returns the exit code. */
async function report(error: unknown, session: Session): Promise<ExitCode> {
  const { err, signal } = session.world;
  if (signal.aborted && !(error instanceof Unfinished)) return EXIT.interrupted;
  const { lines, code } = signal.aborted ? interrupted(error) : explain(error, session.circumstances);
  const [first = '', ...hints] = [...lines, ...(await servedBuckets(error, session))];
  if (session.options.json) {
    await err.write(`${JSON.stringify({ error: first, ...problemOf(error), hints, exitCode: code })}\n`);
    return code;
  }
  const [problem, ...advice] = [first, ...hints].map((text) => sentence(text, err, NAME.length));
  await err.write(`${session.paintNote('red', NAME.trimEnd())} ${problem}\n`);
  for (const text of advice) await err.write(`${' '.repeat(NAME.length)}${text}\n`);
  return code;
}

/** After an interruption, only what is left behind matters. */
function interrupted(error: unknown): Explanation {
  const left = error instanceof Unfinished ? error.left : [];
  return { lines: ['interrupted', ...left], code: EXIT.interrupted };
}

/** The fields that scripts can test. */
function problemOf(error: unknown): object {
  if (error instanceof Unfinished) return { ...problemOf(error.cause), ...error.fields };
  if (!(error instanceof S3dexError)) return {};
  const { code, status, requestId } = error;
  return { code, status, requestId };
}

/** For an unknown bucket: the served buckets. */
async function servedBuckets(error: unknown, session: Session): Promise<string[]> {
  if (!(error instanceof S3dexError) || error.code !== 'no-such-bucket') return [];
  try {
    const client = await session.client({ retries: 0 });
    const { buckets } = await client.buckets({ signal: session.world.signal });
    return [`Served: ${buckets.map(({ name }) => name).join(', ') || 'none'}.`];
  } catch {
    // This is only a hint; the error itself is always printed.
    return [];
  }
}
