/** The command tree: the source of `--help`, docs/cli.md and shell completion. */
import { Command } from 'commander';
import { addCompletion } from './commands/completion.ts';
import { addDemo } from './commands/demo.ts';
import { addDoctor } from './commands/doctor.ts';
import { addDu } from './commands/du.ts';
import { addEmptyIndex } from './commands/empty-index.ts';
import { addFind } from './commands/find.ts';
import { addFlush } from './commands/flush.ts';
import { addInspect } from './commands/inspect.ts';
import { addLs } from './commands/ls.ts';
import { addServe } from './commands/serve.ts';
import { addStat } from './commands/stat.ts';
import { addStats } from './commands/stats.ts';
import { addTree } from './commands/tree.ts';
import { addUrl } from './commands/url.ts';
import { addVerify } from './commands/verify.ts';
import { addWarm } from './commands/warm.ts';
import { addExamples } from './examples.ts';
import { EXIT_CODES_HELP } from './exit-codes.ts';
import { addGlobalOptions } from './global-options.ts';
import type { Run } from './session.ts';
import { VERSION } from './version.ts';

export interface ProgramOutput {
  writeOut(text: string): void;
  writeErr(text: string): void;
  /** For errors in the command line, which begin with `error: `. */
  writeProblem(text: string): void;
  columns: number;
}

/** In the order of the help text: reading, maintenance, trying out. */
const COMMANDS = [
  addLs,
  addFind,
  addStat,
  addDu,
  addTree,
  addUrl,
  addInspect,
  addFlush,
  addVerify,
  addEmptyIndex,
  addStats,
  addWarm,
  addServe,
  addDemo,
  addDoctor,
  addCompletion,
];

export function buildProgram(run: Run, output: ProgramOutput): Command {
  const program = new Command('s3dex')
    .description('List and inspect S3 through an s3dex service, and maintain its index.')
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
    .configureHelp({ showGlobalOptions: false })
    .configureOutput({
      writeOut: output.writeOut,
      writeErr: output.writeErr,
      outputError: output.writeProblem,
      getOutHelpWidth: () => output.columns,
      getErrHelpWidth: () => output.columns,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .showHelpAfterError('Try --help.')
    .exitOverride();
  addGlobalOptions(program);
  for (const add of COMMANDS) add(program, run);
  addExamples(program, [
    ['the local stack (npm start)', 's3dex ls s3://demo/'],
    [
      'a deployed service, behind IAM',
      's3dex --endpoint https://abc123.execute-api.eu-central-1.amazonaws.com --sign --profile ops ls s3://demo/',
    ],
    ['for a program', 's3dex --json ls s3://demo/photos/'],
  ]);
  program.addHelpText('after', `\nExit codes:\n${exitCodesHelp()}`);
  return program;
}

function exitCodesHelp(): string {
  return EXIT_CODES_HELP.map(([code, meaning]) => `  ${String(code).padEnd(5)}${meaning}`).join('\n');
}
