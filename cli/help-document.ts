/** docs/cli.md: the command's own help, command after command. `npm run docs` writes it, a test compares it. */
import type { Command } from 'commander';
import { buildProgram } from './program.ts';

const COLUMNS = 100;

const INTRODUCTION = `# The s3dex command

*Made from the command's own help by \`npm run docs\`; do not edit.*

From a clone (after \`npm ci\`) \`npx s3dex ...\` runs it as it is. It prints results on stdout and everything else on stderr, one JSON
object a line with \`--json\` (an error too: \`error\`, \`code\`, \`status\`, \`hints\`, \`exitCode\`), colours only on a terminal, and names with control characters escaped there.

\`S3DEX_ENDPOINT\` and \`S3DEX_TOKEN\` stand for \`--endpoint\` and \`--token\`; a token on a command line can be read by everybody on
the machine, so prefer the variable. With \`--sign\`, credentials come from where the AWS SDK looks for them.`;

export function helpDocument(): string {
  const program = helpProgram();
  const sections = program.commands.map((command) => section(command, `## s3dex ${command.name()}`));
  return `${[INTRODUCTION, section(program, '## s3dex'), ...sections].join('\n\n')}\n`;
}

/** The program as its help sees it: nothing runs. */
export function helpProgram(): Command {
  return buildProgram(async () => {}, { writeOut: () => {}, writeErr: () => {}, columns: COLUMNS });
}

function section(command: Command, heading: string): string {
  let help = '';
  command.configureOutput({ writeOut: (text) => (help += text) });
  command.outputHelp();
  return `${heading}\n\n\`\`\`text\n${help.trimEnd()}\n\`\`\``;
}
