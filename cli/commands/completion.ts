/** `s3dex completion`: prints the completion script of a shell. */
import { Argument, type Command } from 'commander';
import { COMPLETION_SCRIPTS, SHELLS, type Shell } from '../completion/scripts.ts';
import { addExamples } from '../examples.ts';
import { EXIT } from '../exit-codes.ts';
import type { Run } from '../session.ts';

export function addCompletion(program: Command, run: Run): void {
  const command = program
    .command('completion')
    .summary('print a completion script for a shell')
    .description(
      'Print a script that completes s3dex command lines, including bucket names and keys. Load it with ' +
        'eval "$(s3dex completion bash)", eval "$(s3dex completion zsh)", s3dex completion fish | source.',
    )
    .addArgument(new Argument('<shell>', 'which shell').choices(SHELLS))
    .helpOption('-h, --help', 'print help')
    .action((shell: Shell) =>
      run(command, async (session) => {
        await session.world.out.write(COMPLETION_SCRIPTS[shell]);
        return EXIT.ok;
      }),
    );
  addExamples(command, [['for this shell', 's3dex completion bash']]);
}
