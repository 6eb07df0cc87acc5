/** `s3dex tree`: directories and objects as a tree. */
import { type Command, Option } from 'commander';
import { addExamples } from '../examples.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { addFreshnessOptions, askOf, type FreshnessOptions } from '../freshness-options.ts';
import { wholeNumber } from '../global-options.ts';
import { type Branch, readTree } from '../read-tree.ts';
import { parseDirectoryUrl, s3Url } from '../s3-url.ts';
import type { Run, Session } from '../session.ts';
import { createProgress } from '../text/progress.ts';
import { plural } from '../text/quantities.ts';

interface TreeOptions extends FreshnessOptions {
  levels?: number;
  directories?: boolean;
}

const MAX_LEVELS = 1_024;

export function addTree(program: Command, run: Run): void {
  const command = program
    .command('tree')
    .summary('show directories and objects as a tree')
    .description(
      'Show a directory and everything below it as a tree, up to 100,000 entries. -L limits the levels.',
    )
    .argument('<url>', 's3://bucket/directory/')
    .helpOption('-h, --help', 'print help')
    .addOption(new Option('-L, --levels <n>', 'levels to show').argParser(wholeNumber(1, MAX_LEVELS)))
    .option('-d, --directories', 'only directories');
  addFreshnessOptions(command).action((url: string, options: TreeOptions) =>
    run(command, (session) => tree(session, url, options)),
  );
  addExamples(command, [
    ['a tree of two levels', 's3dex tree -L 2 s3://demo/photos/'],
    ['only directories', 's3dex tree -d s3://demo/photos/'],
  ]);
}

async function tree(session: Session, url: string, options: TreeOptions): Promise<ExitCode> {
  const { bucket, key } = parseDirectoryUrl(url);
  const client = await session.client();
  const progress = createProgress(session.world.err, session.world.now);
  const { root, directories, objects } = await readTree(client, bucket, key, {
    ask: { ...askOf(options), signal: session.world.signal },
    levels: options.levels,
    onProgress: (entries) => progress.note(plural(entries, 'entry', 'entries')),
  }).finally(() => progress.end());
  if (session.options.json) {
    await session.json({ url: s3Url(bucket, key), directories, objects, tree: root.entries });
  } else {
    await session.print(session.shown(s3Url(bucket, key)));
    await session.printAll(
      [...branchLines(root, '', options.directories ?? false)].map((line) => session.shown(line)),
    );
    await session.printAll([
      '',
      `${plural(directories, 'directory', 'directories')}, ${plural(objects, 'object')}`,
    ]);
  }
  return directories + objects === 0 && key !== '' ? EXIT.nothing : EXIT.ok;
}

function* branchLines(branch: Branch, indent: string, directoriesOnly: boolean): Generator<string> {
  const shown = directoriesOnly ? branch.entries.filter(({ type }) => type === 'directory') : branch.entries;
  for (const [at, entry] of shown.entries()) {
    const last = at === shown.length - 1;
    yield `${indent}${last ? '└── ' : '├── '}${entry.name}`;
    if (entry.type === 'directory')
      yield* branchLines(entry, indent + (last ? '    ' : '│   '), directoriesOnly);
  }
}
