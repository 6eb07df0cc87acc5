/** docs/cli.md: the help texts of all commands, in order. `npm run docs` writes the file, and a test compares it. */
import type { Command } from 'commander';
import { buildProgram } from './program.ts';

const COLUMNS = 100;

const INTRODUCTION = `# The s3dex command

*Generated from the command's help by \`npm run docs\`; do not edit.*

In a clone, run \`npm ci\` once, then \`npx s3dex ...\`. The command prints results on stdout and everything else on stderr. With \`--json\` it prints one JSON
object per line, also for an error (\`error\`, \`code\`, \`status\`, \`hints\`, \`exitCode\`). On a terminal it uses colours and escapes control characters in names.

The package is not on npm yet. To install the command elsewhere: \`npm run build && npm pack --workspace s3dex-cli\`, then \`npm install --global\` with the file that this makes (Node 24).

The variables \`S3DEX_ENDPOINT\` and \`S3DEX_TOKEN\` are used where \`--endpoint\` and \`--token\` are not given. Other users of the machine can read the token on a command line, so
prefer the variable. With \`--sign\`, the command looks for credentials where the AWS SDK does.`;

export function helpDocument(): string {
  const program = helpProgram();
  const sections = program.commands.map((command) => section(command, `## s3dex ${command.name()}`));
  return `${[INTRODUCTION, section(program, '## s3dex'), ...sections].join('\n\n')}\n`;
}

/** The program for printing help; its actions do nothing. */
export function helpProgram(): Command {
  return buildProgram(async () => {}, {
    writeOut: () => {},
    writeErr: () => {},
    writeProblem: () => {},
    columns: COLUMNS,
  });
}

function section(command: Command, heading: string): string {
  let help = '';
  command.configureOutput({ writeOut: (text) => (help += text) });
  command.outputHelp();
  return `${heading}\n\n\`\`\`text\n${help.trimEnd()}\n\`\`\``;
}
