/**
 * Runs every command and every flag of docs/cli.md against the local stack: the examples of the page, and flags that
 * have no example. A flag that is never run fails this test, and so does an example that does not work.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { exampleLines } from '../../cli/examples.ts';
import { helpProgram } from '../../cli/help-document.ts';
import { type Ran, runCommand } from '../support/command-world.ts';
import { startDynalite, type TableEngine } from '../support/dynalite.ts';
import { runUntilReady } from '../support/run-until-ready.ts';
import { shellWords } from '../support/shell-words.ts';
import { type RunningStack, startStack } from '../support/stack.ts';

const DOCS = readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8');
const EXAMPLES = exampleLines(DOCS);

/** Flags without an example, each in a command line that shows its effect, and the exit code if it is not 0. */
const BESIDE: [line: string, code?: number][] = [
  ['s3dex ls'],
  ['s3dex ls --long --human-readable --recursive s3://demo/'],
  ['s3dex ls --no-cache --no-store s3://demo/photos/'],
  ['s3dex ls --sort -size s3://demo/photos/'],
  ['s3dex ls -S --reverse s3://demo/photos/'],
  ['s3dex ls --raw --summarize s3://demo/photos/*', 1],
  ["s3dex ls 's3://demo/photos/*.{jpg,png}'"],
  ["s3dex ls 's3://demo/**/*.jpg'"],
  ["s3dex find s3://demo/ --path 'photos/**' --contains CAT --smaller 1M --older-than 0s"],
  ['s3dex find s3://demo/ --sort -size --reverse --storage-class STANDARD --limit 5 --max-age 60'],
  ['s3dex find --no-cache --no-store s3://demo/photos/'],
  ['s3dex find --only-if-cached s3://demo/photos/'],
  ['s3dex ls --only-if-cached s3://demo/never/listed/', 4],
  ['s3dex stat --max-age 5 s3://demo/photos/cat.jpg'],
  ['s3dex stat --no-cache --no-store s3://demo/photos/cat.jpg'],
  ['s3dex stat --only-if-cached s3://demo/photos/cat.jpg'],
  ['s3dex stat s3://demo/photos/nothing', 1],
  ['s3dex du --sort name --max-age 60 s3://demo/photos/'],
  ['s3dex du --no-cache --no-store s3://demo/photos/'],
  ['s3dex du --only-if-cached s3://demo/photos/'],
  ['s3dex tree --levels 1 --directories --max-age 60 s3://demo/'],
  ['s3dex tree --no-cache --no-store s3://demo/photos/'],
  ['s3dex tree --only-if-cached s3://demo/photos/'],
  ['s3dex warm --no-cache s3://demo/'],
  ['s3dex --timeout 20 --verbose --no-color stats'],
  ['s3dex --token t --region eu-central-1 stats'],
  ['s3dex --version'],
  ['s3dex --help'],
  ...[
    'ls',
    'find',
    'stat',
    'du',
    'tree',
    'url',
    'inspect',
    'flush',
    'stats',
    'warm',
    'serve',
    'verify',
    'empty-index',
    'demo',
    'doctor',
    'completion',
  ].map((name): [string] => [`s3dex ${name} --help`]),
  ['s3dex help ls'],
  ['s3dex completion zsh'],
  ['s3dex completion fish'],
  // The local endpoint stores no notification configuration.
  ['s3dex doctor --notifications --s3-endpoint http://127.0.0.1:4001', 1],
  ['s3dex demo --s3-latency soon', 2],
  ['s3dex serve --port 0 --s3-region eu-central-1 --access-key A --secret-key B'],
  ['s3dex serve --access-key A', 2],
  ['s3dex ls s3://nope/', 3],
  ['s3dex ls s3://', 2],
];

let folder: string;
let stack: RunningStack;
/** A separate table for the commands that change a table. */
let engine: TableEngine;
let here: string;
/** The examples that were run, and all command lines. */
const done = new Map<string, Ran>();
const lines: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 's3dex-cli-'));
  for (const directory of ['photos/raw', 'photos/2026/04', 'docs'])
    mkdirSync(join(folder, directory), { recursive: true });
  for (const name of [
    'photos/cat.jpg',
    'photos/dog.jpg',
    'photos/raw/1.raw',
    'photos/2026/04/alps.jpg',
    'docs/index.html',
  ])
    writeFileSync(join(folder, name), basename(name));
  const profiles = ['default', 'ops'].map(
    (name) => `[${name}]\naws_access_key_id = A\naws_secret_access_key = B\n`,
  );
  writeFileSync(join(folder, 'credentials'), profiles.join(''));
  stack = await startStack(['--import', `${folder}=demo`]);
  engine = await startDynalite();
  here = process.cwd();
  process.chdir(folder);
  process.env.AWS_SHARED_CREDENTIALS_FILE = join(folder, 'credentials');
  process.env.AWS_CONFIG_FILE = join(folder, 'none');
});

afterAll(async () => {
  process.chdir(here);
  await stack?.stop();
  await engine?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a line. This stack replaces the service and the S3 server that the line names. */
async function runLine(line: string): Promise<Ran> {
  lines.push(line);
  const [, ...words] = shellWords(line);
  const argv = words.map((word) =>
    word.replace('http://127.0.0.1:4001', stack.s3Url).replace('http://127.0.0.1:8000', engine.endpoint),
  );
  const given = {
    env: { S3DEX_ENDPOINT: stack.apiUrl },
    fetch: ((input, init) =>
      fetch(String(input).replace(/^https:\/\/[^/]+/, stack.apiUrl), init)) as typeof fetch,
  };
  return argv.includes('serve') ? runUntilReady([...argv, '--port', '0'], given) : runCommand(argv, given);
}

/** `s3dex` and each command, with the long names of its flags. */
function told(): { name: string; flags: string[] }[] {
  const program = helpProgram();
  return [program, ...program.commands].map((command) => ({
    name: command.name(),
    flags: [...command.options.flatMap(({ long }) => long ?? []), '--help'],
  }));
}

/** Does the line run this command with this flag, in its long or short form? */
function runs(line: string, name: string, flag: string): boolean {
  const program = helpProgram();
  const command = program.commands.find((one) => one.name() === name);
  const short = (command ?? program).options.find(({ long }) => long === flag)?.short;
  const words = line.split(' ');
  return (
    (command === undefined || words.includes(name)) && (words.includes(flag) || words.includes(short ?? flag))
  );
}

describe('docs/cli.md', () => {
  test('has an example for every command', () => {
    for (const { name } of told()) expect(EXAMPLES.some((line) => line.split(' ').includes(name))).toBe(true);
  });

  test('documents every command and flag', () => {
    for (const { name, flags } of told()) {
      const section = DOCS.split(/^## /m).find((text) =>
        text.startsWith(name === 's3dex' ? 's3dex\n' : `s3dex ${name}\n`),
      );
      for (const flag of flags) expect(section).toContain(flag);
    }
  });

  test.each(EXAMPLES)('%s', async (line) => {
    const ran = await runLine(line);
    done.set(line, ran);
    expect({ code: ran.code, err: ran.err }).toEqual({
      code: 0,
      err: line.includes('--stats') ? expect.stringContaining('answered by the service') : '',
    });
    expect(ran.out).not.toBe('');
  });

  test.each(BESIDE)('%s', async (line, code = 0) => {
    const ran = await runLine(line);
    expect(ran.code).toBe(code);
    expect(ran.out === '' && ran.err === '').toBe(false);
  });

  test('documents no flag that was not run here', () => {
    const unrun = told().flatMap(({ name, flags }) =>
      flags.filter((flag) => !lines.some((line) => runs(line, name, flag))).map((flag) => `${name} ${flag}`),
    );
    expect(unrun).toEqual([]);
  });
});

test("the package's bin runs as a process", async () => {
  const bin = new URL('../../cli/s3dex.js', import.meta.url).pathname;
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, [bin, '--json', 'ls'], {
    env: { S3DEX_ENDPOINT: stack.apiUrl },
  });
  expect(JSON.parse(stdout)).toMatchObject({ name: 'demo', events: 's3' });
  await expect(run(process.execPath, [bin, 'ls', 's3://'])).rejects.toMatchObject({ code: 2 });
});

describe('what is printed', () => {
  test('by ls are the names, sizes and times of the files', async () => {
    const { out } = await runLine('s3dex ls s3://demo/photos/');
    expect(out).toMatch(
      /^ {27}PRE 2026\/\n {27}PRE raw\/\n\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {10}7 cat\.jpg\n\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {10}7 dog\.jpg\n$/,
    );
  });

  test('by inspect depends on earlier requests, and by warm on what was not held', async () => {
    const json = async (line: string) => JSON.parse((await runLine(line)).out);
    const coverage = async () => (await json('s3dex --json inspect s3://demo/photos/raw/')).coverage;
    await runLine('s3dex ls s3://demo/photos/raw/');
    expect(await coverage()).toBe('complete');
    await runLine('s3dex flush s3://demo/');
    expect(await coverage()).toBe('none');
    const warm = () => json('s3dex --json warm s3://demo/');
    // The workers need one LIST for everything.
    expect(await warm()).toMatchObject({ directories: 6, fetched: 1, hits: 6, failed: [] });
    expect(await coverage()).toBe('complete');
    expect(await warm()).toMatchObject({ directories: 6, fetched: 0, hits: 6 });
  });

  test('by inspect is the cost of the next list: no call, a HEAD, or a LIST if that is cheaper than many HEADs', async () => {
    const told = async () => JSON.parse((await runLine('s3dex --json inspect s3://demo/many/')).out).cost;
    const change = async (names: readonly string[]) => {
      for (const name of names)
        await stack.s3.send(new PutObjectCommand({ Bucket: 'demo', Key: `many/${name}`, Body: name }));
      await stack.settle();
    };
    const spent = async () => {
      const before = await stack.metrics();
      await runLine('s3dex ls s3://demo/many/');
      const { s3, dynamodb } = await stack.metrics();
      return {
        lists: s3.list - before.s3.list,
        heads: s3.head - before.s3.head,
        writeUnits: dynamodb.writeUnits - before.dynamodb.writeUnits,
      };
    };
    const names = Array.from({ length: 40 }, (_, at) => `n${at}`);
    await change(names);
    const seen = [];
    for (const changed of [[], [], ['n1'], ['n2', 'fresh'], names]) {
      await change(changed);
      const { lists, heads, writeUnits } = await told();
      const really = await spent();
      expect(really).toMatchObject({ lists, heads });
      // A fill that soon follows another one does not write a lease of its own.
      expect(really.writeUnits).toBeLessThanOrEqual(writeUnits);
      seen.push([lists, heads]);
    }
    expect(seen).toEqual([
      [1, 0],
      [0, 0],
      [0, 1],
      [0, 2],
      [1, 0],
    ]);
  });

  test('by demo shows that N + 1 calls become 1, and then 0', () => {
    const { out } = done.get(EXAMPLES.find((line) => line.startsWith('s3dex demo --'))!)!;
    expect(out).toMatch(/\n\/ +2 +3 +-> 1 +-> 0 /);
    expect(out.replaceAll('\n', ' ')).toContain('showed it with 1 S3 call');
  });

  test('by the completion of a URL are keys of the bucket', async () => {
    expect((await runLine('s3dex __complete -- ls s3://demo/photos/c')).out).toBe(
      's3://demo/photos/cat.jpg\n',
    );
  });
});
