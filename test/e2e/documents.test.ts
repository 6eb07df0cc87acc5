/**
 * Runs what the documents tell a reader to type: each `s3dex` and `curl` line as it is written. Each flag of `npm
 * start` is passed to a stack. Each script is run by CI, or listed below with the reason why not. Each route must
 * exist in the service. docs/cli.md, docs/api.md and docs/client.md have tests of their own (cli.test.ts,
 * client.test.ts), and openapi.test.ts calls every operation. Not run: `cdk`, which needs an account (test/infra runs
 * what it would deploy), and `aws`, which needs its Debian package (test/real).
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { helpProgram } from '../../cli/help-document.ts';
import { buildProgram } from '../../cli/program.ts';
import { ROUTES } from '../../contract/operations.ts';
import { USAGE } from '../../local/arguments.ts';
import { runCommand } from '../support/command-world.ts';
import { startDynalite, type TableEngine } from '../support/dynalite.ts';
import { runUntilReady } from '../support/run-until-ready.ts';
import { shellWords } from '../support/shell-words.ts';
import { ROOT, type RunningStack, startStack } from '../support/stack.ts';

const text = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const PAGES = [
  ...['README.md', 'CONTRIBUTING.md', 'ARCHITECTURE.md', 'SECURITY.md'],
  ...readdirSync(join(ROOT, 'docs')).flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : [])),
];
const ALL = PAGES.map(text).join('\n\n');

/** Scripts that CI does not run, and what replaces them. */
const NOT_IN_CI: Record<string, string> = {
  start: 'the end-to-end tests start it',
  docs: 'unit tests hold what it writes against what is committed',
  'docs:tasks': 'an end-to-end test holds what it writes against what is committed',
  openapi: 'unit tests hold what it writes against what is committed',
  format: 'npm run check tells what it would change',
  build: 'check:package runs it',
  types: 'npm run check runs the compiler on the same files',
  'bench:crowd': 'takes minutes, and measures only; the tests of the overload are unit tests',
  'bench:serve': 'takes minutes, and measures only; test/integration/front sends large bodies through serve',
  'bench:throttled': 'measures only; a regression test holds that the buckets share no limiter',
  bench: 'takes minutes; bench:check runs its budgets',
  fuzz: 'a slice of it is part of npm test',
  path: 'prints what a unit test bounds',
  mutate: 'takes hours; docs/testing.md says what was run',
};
/** The only flag of `npm start` that no stack here gets: test/infra runs the stack that it starts. */
const STARTED_ELSEWHERE = ['--template'];

const COMMAND = /^(?:\w+=\S+ )*(?:npx )?(s3dex|npm|curl) /;

/** Lines of indented and fenced code, and code inside sentences. Lines that a backslash continues are joined. */
function linesOf(markdown: string): string[] {
  const whole = markdown.replaceAll(/ *\\\n */g, ' ');
  const fenced = [...whole.matchAll(/^```(?:sh)?\n(.*?)^```$/gms)].flatMap((match) => match[1]!.split('\n'));
  const indented = [...whole.matchAll(/^ {4}(.*)$/gm)].map((match) => match[1]!);
  const inline = [...whole.matchAll(/`([^`\n]+)`/g)].map((match) => match[1]!);
  return [...fenced, ...indented, ...inline]
    .flatMap((line) => line.replace(/ +# .*$/, '').split(' && '))
    .map((line) => line.trim())
    .filter((line) => COMMAND.test(`${line} `));
}

/** Lines that need an AWS account. The tests of their commands use stubs instead. */
const NEEDS_AWS = /\b(BUCKET|TABLE|REGION)\b|doctor --notifications/;

const unique = (lines: string[]) => [...new Set(lines)];
const others = PAGES.filter((page) => !['docs/cli.md', 'docs/api.md'].includes(page));
const lines = unique(others.flatMap((page) => linesOf(text(page))));
const commandLines = lines
  .filter((line) => /^(npx )?s3dex /.test(line))
  .map((line) => line.replace(/^npx /, ''));
const curlLines = lines.filter((line) => line.startsWith('curl ') && /https?:/.test(line));

let folder: string;
let table: TableEngine;
let stack: RunningStack;
let beside: RunningStack;
/** A stack like `npm start` without flags, for which the curl lines of the documents are written. */
let demo: RunningStack;
const given: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 's3dex-documents-'));
  mkdirSync(join(folder, '2026'));
  writeFileSync(join(folder, '2026/cat.jpg'), 'cat');
  writeFileSync(join(folder, 'credentials'), '[default]\naws_access_key_id = A\naws_secret_access_key = B\n');
  process.env.AWS_SHARED_CREDENTIALS_FILE = join(folder, 'credentials');
  const start = (...flags: string[]) => {
    given.push('--port', '--s3-port', '--quiet', ...flags.filter((flag) => flag.startsWith('--')));
    return startStack(flags);
  };
  table = await startDynalite();
  const imports = ['photos', 'pictures'].flatMap((bucket) => ['--import', `${folder}=${bucket}`]);
  stack = await start(...imports, '--bucket', 'logs', '--s3-latency', 'list=2,head=1');
  const elsewhere = ['--s3-endpoint', stack.s3Url, '--dynamodb-endpoint', table.endpoint];
  beside = await start(...elsewhere, '--bucket', 'photos', '--no-events');
  demo = await start();
});

afterAll(async () => {
  await Promise.all([beside?.stop(), stack?.stop(), demo?.stop()]);
  await table?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('s3dex', () => {
  const here: typeof fetch = (input, init) =>
    fetch(String(input).replace(/^https:\/\/[^/]+/, stack.apiUrl), init);
  const commands = helpProgram().commands.map((command) => command.name());
  /** Only commands that are named without arguments; cli.test.ts runs them. */
  const named = commandLines.filter((line) => commands.includes(line.slice('s3dex '.length)));

  test('lines are found, and their commands exist', () => {
    expect(commandLines.length).toBeGreaterThan(3);
    for (const [, word] of ALL.matchAll(/`(?:npx )?s3dex ([a-z][a-z-]*)/g)) expect(commands).toContain(word);
  });

  const written = commandLines.filter((line) => !named.includes(line));

  test.each(written.filter((line) => !NEEDS_AWS.test(line)))('%s', async (line) => {
    const env = { S3DEX_ENDPOINT: line.includes('s3://demo/') ? demo.apiUrl : stack.apiUrl };
    const argv = shellWords(line.replace('http://127.0.0.1:4001', stack.s3Url)).slice(1);
    const { code, err } = argv.includes('serve')
      ? await runUntilReady([...argv, '--port', '0'], { env, fetch: here })
      : await runCommand(argv, { env, fetch: here });
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });

  test.each(written.filter((line) => NEEDS_AWS.test(line)))('%s is a valid command line', async (line) => {
    const refused: string[] = [];
    const refuse = (text: string) => void refused.push(text);
    const output = { writeOut: () => {}, writeErr: refuse, writeProblem: refuse, columns: 80 };
    const words = shellWords(line.replaceAll(/[[\]]/g, '')).slice(1);
    await buildProgram(async () => {}, output).parseAsync(words, { from: 'user' });
    expect(refused).toEqual([]);
  });
});

test.each(curlLines)('%s', async (line) => {
  const url = new URL(/(https?:\/\/[^'"\s]+)/.exec(line)![1]!);
  const { apiUrl } = url.pathname.includes('/demo/') ? demo : stack;
  const answer = await fetch(`${apiUrl}${url.pathname}${url.search}`);
  expect(answer.status).toBe(200);
  const shown = (await answer.json()) as { entries?: unknown[]; type?: string };
  expect(shown.entries?.length ?? 1).toBeGreaterThan(0);
});

describe('npm start', () => {
  const flagsIn = (markdown: string) => unique(markdown.match(/--[a-z][a-z0-9-]+/g) ?? []);
  const local = text('docs/local.md');

  test('has every flag of docs/local.md, and the page has every flag', () => {
    expect(flagsIn(local).sort()).toEqual(flagsIn(USAGE).sort());
  });

  test('was run with every flag', async () => {
    const started = flagsIn(USAGE).filter((flag) => !STARTED_ELSEWHERE.includes(flag));
    expect(started.filter((flag) => !given.includes(flag))).toEqual([]);
  });

  test('with these flags serves the other S3 from the other table, without events', async () => {
    const { entries } = (await (await beside.api('/v1/buckets/photos/entries?prefix=2026/')).json()) as {
      entries: unknown[];
    };
    expect(entries).toMatchObject([{ name: 'cat.jpg' }]);
    const { buckets } = (await (await beside.api('/v1/buckets')).json()) as { buckets: unknown[] };
    expect(buckets).toMatchObject([{ name: 'photos', events: 'none' }]);
    expect(await beside.metrics()).toMatchObject({
      s3: { list: 1 },
      dynamodb: { writeUnits: expect.any(Number) },
    });
  });
});

test('npm: CI runs every script, or this file says why not', () => {
  const scripts = unique(
    [...ALL.matchAll(/\bnpm (?:run )?(?:--if-present )?(start|test|run [\w:]+|(?<=run )[\w:]+)/g)].map(
      (match) => match[1]!.replace(/^run /, ''),
    ),
  );
  const known = Object.keys(JSON.parse(text('package.json')).scripts);
  expect(scripts.length).toBeGreaterThan(5);
  expect(scripts.filter((name) => !known.includes(name))).toEqual([]);
  const inCi = text('.ci/run') + text('.ci/computations');
  const run = (name: string) => new RegExp(`^npm (?:run )?(?:--if-present )?${name}\\b(?!:)`, 'm').test(inCi);
  expect(scripts.filter((name) => !run(name) && !(name in NOT_IN_CI))).toEqual([]);
});

describe('routes', () => {
  const LOCAL = ['GET /', 'GET /_local/metrics', 'POST /_local/settle', 'POST /_local/events'];

  test("are the contract's, and the local ones beside it", () => {
    const told = unique(
      [...ALL.matchAll(/\b(GET|HEAD|POST|PUT|DELETE) (\/[^\s`?,;)]*)/g)].map(
        ([, method, path]) => `${method} ${path!.replace(/\/buckets\/[^/{}]+\//, '/buckets/{bucket}/')}`,
      ),
    );
    const known = [...ROUTES.map(({ method, path }) => `${method} ${path}`), ...LOCAL];
    expect(told.length).toBeGreaterThan(8);
    expect(told.filter((route) => !known.includes(route))).toEqual([]);
  });

  test.each(LOCAL)('%s', async (route) => {
    const [method = '', path = ''] = route.split(' ');
    const body = path.endsWith('events') ? { body: '{"Records":[]}' } : {};
    expect((await stack.api(path, { method, ...body })).status).toBe(200);
  });
});
