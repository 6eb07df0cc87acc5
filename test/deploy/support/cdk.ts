/** Runs the CDK's command on the emulator, with a separate folder for its output. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NODE_FOLDER, ROOT } from './paths.ts';

const APP = join(import.meta.dirname, 'emulated-app.ts');
const PATIENCE_MS = 240_000;
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;

export interface Outputs {
  Url: string;
  ApiArn: string;
  TableName: string;
  DeadLetterQueueUrl: string;
  DashboardName: string;
}

export interface Cdk {
  /** Returns the output of both streams. @throws an error with that output if the command fails. */
  run(command: string, ...args: string[]): Promise<string>;
  deploy(...context: string[]): Promise<{ printed: string; outputs: Outputs }>;
}

export function cdkIn(folder: string, environment: Record<string, string>): Cdk {
  const run = (command: string, ...args: string[]) =>
    new Promise<string>((resolve, reject) => {
      const [app, out] = [`node ${APP}`, join(folder, 'cdk.out')];
      execFile(
        process.execPath,
        [cli(), command, '--app', app, '--output', out, '--no-notices', '--ci', '--no-color', ...args],
        {
          cwd: ROOT,
          timeout: PATIENCE_MS,
          maxBuffer: MAX_OUTPUT_BYTES,
          env: {
            ...process.env,
            ...environment,
            HOME: folder,
            PATH: `${NODE_FOLDER}:${process.env.PATH}`,
            CDK_DISABLE_CLI_TELEMETRY: '1',
            // CDK's own check of the template would report the adaptations to the emulator. test/infra/nag.test.ts
            // runs that check.
            CDK_VALIDATION: 'false',
          },
        },
        (error, stdout, stderr) => {
          const printed = `${stdout}\n${stderr}`;
          if (error)
            reject(new Error(`cdk ${command} failed (${error.message.split('\n')[0]}):\n${printed}`));
          else resolve(printed);
        },
      );
    });
  return {
    run,
    async deploy(...context) {
      const file = join(folder, 'outputs.json');
      const printed = await run(
        'deploy',
        ...['--require-approval', 'never', '--progress', 'events', '--outputs-file', file],
        ...context.flatMap((it) => ['-c', it]),
      );
      const [outputs] = Object.values(JSON.parse(readFileSync(file, 'utf8')) as Record<string, Outputs>);
      return { printed, outputs: outputs! };
    },
  };
}

const cli = () => join(ROOT, 'node_modules', 'aws-cdk', 'bin', 'cdk');
