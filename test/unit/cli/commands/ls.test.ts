/** What `s3dex ls` prints, and its exit code, for given answers. */
import { describe, expect, test } from '@jest/globals';
import { answering, runCommand } from '../../../support/command-world.ts';
import { BUCKET, directory, object, page } from '../../../support/service-answers.ts';

describe('ls', () => {
  const tree = answering({
    [`${BUCKET}/entries`]: page(object('a', 2), directory('d/'), object('z', 1024)),
    [`${BUCKET}/entries?prefix=d%2F`]: page(object('d/', 0), directory('d/e/'), object('d/y', 1)),
    [`${BUCKET}/entries?prefix=d%2Fe%2F`]: page(object('d/e/x', 5)),
    [`${BUCKET}/entries?prefix=nothing`]: page(),
  });

  test('--recursive is the recursive listing of the service, by whole keys', async () => {
    const below = [object('a'), object('d/'), object('d/e/x'), object('d/y'), object('z')];
    const { out } = await runCommand(
      ['ls', '-R', 's3://demo'],
      answering({ [`${BUCKET}/entries?recursive=true`]: page(...below) }),
    );
    expect(out.split('\n').map((line) => line.slice(31))).toEqual(['a', 'd/', 'd/e/x', 'd/y', 'z', '']);
  });

  test("--summarize adds up, in aws's words", async () => {
    const { out } = await runCommand(['ls', '--summarize', '-h', 's3://demo'], tree);
    expect(out).toMatch(/\n\nTotal Objects: 2\n {3}Total Size: 1\.0 KiB\n$/);
  });

  test('-1 prints only names, or keys if it is recursive', async () => {
    expect((await runCommand(['ls', '-1', 's3://demo'], tree)).out).toBe('d/\na\nz\n');
    const below = answering({ [`${BUCKET}/entries?recursive=true`]: page(object('d/e/x')) });
    expect((await runCommand(['ls', '-1R', 's3://demo'], below)).out).toBe('d/e/x\n');
  });

  test('--format fills in its fields, and leaves empty what an entry does not have', async () => {
    const format = '{type}\\t{size}\\t{human}\\t{class}\\t{url}\\n{{name}}';
    const { out } = await runCommand(['ls', '--format', format, 's3://demo'], tree);
    expect(out).toBe(
      [
        'directory\t\t\t\ts3://demo/d/\n{d/}',
        'object\t2\t2 Bytes\t\ts3://demo/a\n{a}',
        'object\t1024\t1.0 KiB\t\ts3://demo/z\n{z}',
        '',
      ].join('\n'),
    );
  });

  test('--format with an unknown field names the known ones', async () => {
    const { code, err } = await runCommand(['ls', '--format', '{colour}', 's3://demo'], tree);
    expect(code).toBe(2);
    expect(err).toMatch(/unknown field \{colour\} \(fields: name, key, /);
  });

  test('several URLs come one after the other, each under its URL', async () => {
    const { code, out } = await runCommand(
      ['ls', '-1', 's3://demo/d/', 's3://demo/nothing', 's3://demo'],
      tree,
    );
    expect(out).toBe('s3://demo/d/:\ne/\n\ny\n\ns3://demo/nothing:\n\ns3://demo:\nd/\na\nz\n');
    expect(code).toBe(1);
  });

  test('directories are coloured on a terminal', async () => {
    const painted = await runCommand(['ls', '-1', 's3://demo'], { ...tree, colours: true });
    expect(painted.out).toBe('\u001b[1m\u001b[34md/\u001b[39m\u001b[22m\na\nz\n');
  });

  test('--summarize is the last object of --json', async () => {
    const { out } = await runCommand(['--json', 'ls', '--summarize', 's3://demo'], tree);
    expect(JSON.parse(out.trim().split('\n').at(-1)!)).toEqual({ type: 'summary', objects: 2, size: 1026 });
  });

  test('of a prefix without keys prints nothing and ends with 1, of an empty bucket with 0', async () => {
    expect(await runCommand(['ls', 's3://demo/nothing'], tree)).toEqual({ code: 1, out: '', err: '' });
    const empty = answering({ [`${BUCKET}/entries`]: page() });
    expect((await runCommand(['ls', 's3://demo/'], empty)).code).toBe(0);
  });

  test("--json prints an entry a line, in S3's order", async () => {
    const { out } = await runCommand(['--json', 'ls', 's3://demo'], tree);
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).key),
    ).toEqual(['a', 'd/', 'z']);
  });

  test.each([
    [['-t'], 'sort=-lastModified'],
    [['-tr'], 'sort=lastModified'],
    [['-S'], 'sort=-size'],
    [['-S', '--reverse'], 'sort=size'],
    [['-r'], 'sort=-name'],
    [['--sort', '-size'], 'sort=-size'],
    [['--sort=lastModified', '-r'], 'sort=-lastModified'],
  ])('%j prints in the order of %s', async (options, query) => {
    const answers = answering({
      [`${BUCKET}/entries?prefix=d%2F&${query}`]: page(object('d/z'), object('d/a'), directory('d/m/')),
    });
    const { code, out } = await runCommand(['ls', ...options, 's3://demo/d/'], answers);
    expect({ code, names: out.split('\n').map((line) => line.slice(31)) }).toEqual({
      code: 0,
      names: ['z', 'a', 'm/', ''],
    });
  });

  test('wildcards are sent to the service; if they match nothing, it ends with 1', async () => {
    const answers = answering({
      [`${BUCKET}/entries?prefix=d%2F&glob=*.jpg`.replace('*', '%2A')]: page(object('d/cat.jpg')),
      [`${BUCKET}/entries?glob=%2A.png`]: page(),
    });
    const { code, out } = await runCommand(['ls', 's3://demo/d/*.jpg'], answers);
    expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/ cat\.jpg\n$/) });
    expect((await runCommand(['ls', 's3://demo/*.png'], answers)).code).toBe(1);
  });

  test('a name that contains an escape sequence is harmless on a terminal', async () => {
    const { fetch } = answering({ [`${BUCKET}/entries`]: page(object('\u001b[2J')) });
    const { out } = await runCommand(['ls', 's3://demo'], { fetch, isTerminal: true });
    expect(out).toContain('\\x1b[2J');
  });
});

describe('ls of a tree', () => {
  test.each([
    [['ls', '-R', '-t', 's3://demo/d/'], 'prefix=d%2F&recursive=true&sort=-lastModified'],
    [['ls', 's3://demo/d/**/*.jpg'], 'prefix=d%2F&recursive=true&glob=%2A%2A%2F%2A.jpg'],
    [['ls', 's3://demo/d/2026-*/x'], 'prefix=d%2F&recursive=true&glob=2026-%2A%2Fx'],
  ])('%j asks for %s and prints whole keys', async (argv, query) => {
    const answers = answering({ [`${BUCKET}/entries?${query}`]: page(object('d/e/x')) });
    expect(await runCommand(argv, answers)).toMatchObject({
      code: 0,
      out: expect.stringMatching(/ d\/e\/x\n$/),
    });
  });
});
