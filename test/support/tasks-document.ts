/**
 * docs/tasks.md: common tasks and their commands, with the output in terminals of 80 and 200 columns, for the tree
 * that `npm start` serves.
 */
import { shellWords } from './shell-words.ts';

interface Task {
  title: string;
  line: string;
}

const TASKS: Task[] = [
  { title: 'What is in this directory?', line: 's3dex ls -h s3://demo/photos/' },
  { title: 'What is this object?', line: 's3dex stat s3://demo/photos/cat.jpg' },
  { title: 'What is this directory?', line: 's3dex stat s3://demo/photos/2026/' },
  { title: 'How much is below a directory, and where?', line: 's3dex du -h s3://demo/photos/' },
  { title: 'Which pictures are the largest?', line: "s3dex ls -S -h 's3://demo/photos/**/*.jpg'" },
  { title: 'Where are the notes?', line: "s3dex find s3://demo/docs/ --name '*.md'" },
  { title: 'Which directories and objects are there, as a tree?', line: 's3dex tree -L 2 s3://demo/photos/' },
];

/** The first question for the directory's sum computes the sum. After that, `stat` shows it too. */
const FIRST = 's3dex du s3://demo/photos/';

const WIDTHS = [80, 200] as const;

const HEAD = `# Tasks

*Captured from the command by \`npm run docs:tasks\`; do not edit. A test compares this page with what the command prints.*

The commands work while \`npm start\` runs. Terminals of ${WIDTHS.join(' and ')} columns show the same, unless both are given. Times are printed in the
terminal's time zone (here UTC).
[cli.md](cli.md) lists every command and option.
`;

/** Runs a command line, given without its `s3dex`, in a terminal of this width. Returns what it printed. */
export type RunInTerminal = (argv: string[], columns: number) => Promise<string>;

export async function tasksDocument(run: RunInTerminal): Promise<string> {
  const sections: string[] = [];
  await run(shellWords(FIRST).slice(1), WIDTHS[0]);
  for (const { title, line } of TASKS) {
    const argv = shellWords(line).slice(1);
    // The first answer fills the index. From then on, users see the second answer.
    await run(argv, WIDTHS[0]);
    const [narrow = '', wide = ''] = [stable(await run(argv, WIDTHS[0])), stable(await run(argv, WIDTHS[1]))];
    const more = wide === narrow ? '' : `\n${WIDTHS[1]} columns wide:\n\n${fenced(wide)}`;
    sections.push(`## ${title}\n\n${fenced(`$ ${line}\n${narrow}`)}${more}`);
  }
  return `${HEAD}\n${sections.join('\n')}`;
}

/** The length of the longest line. */
export function widthOf(printed: string): number {
  return Math.max(...printed.split('\n').map((line) => [...line].length));
}

function fenced(text: string): string {
  return `\`\`\`text\n${text.trimEnd()}\n\`\`\`\n`;
}

/** Removes what differs between runs: the time zone of the machine, and the age of an answer. */
export function stable(printed: string): string {
  return printed
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, (local) =>
      new Date(local.replace(' ', 'T')).toISOString().slice(0, 19).replace('T', ' '),
    )
    .replace(/\b\d+ s old\b/g, '1 s old');
}
