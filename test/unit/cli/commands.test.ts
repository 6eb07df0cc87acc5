/** What commands print, and their exit codes, for given answers. */
import { describe, expect, test } from '@jest/globals';
import { localTime } from '../../../cli/text/ls-line.ts';
import { answering, runCommand } from '../../support/command-world.ts';

const NOW = Date.UTC(2026, 10, 22, 12, 0, 0);
const now = () => NOW;
const ago = (seconds: number) => new Date(NOW - seconds * 1000).toISOString();
/** A time as the command prints it, in the process's time zone. */
const local = (seconds: number) => localTime(ago(-seconds));
const BUCKET = '/v1/buckets/demo';

const object = (key: string, size = 1) => ({ type: 'object', name: key.split('/').at(-1), key, size });
const directory = (key: string) => ({ type: 'directory', name: key.split('/').at(-2) + '/', key });
const page = (...entries: object[]) => ({ bucket: 'demo', prefix: '', entries });

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

describe('find', () => {
  test.each([
    [[], 'prefix=d%2F&limit=1000&recursive=true'],
    [['--name', '*.jpg'], 'prefix=d%2F&limit=1000&recursive=true&glob=%2A%2A%2F%2A.jpg'],
    [['--path', '2026/**'], 'prefix=d%2F&limit=1000&recursive=true&glob=2026%2F%2A%2A'],
    [
      ['--larger', '1k', '--smaller', '1G'],
      'prefix=d%2F&limit=1000&recursive=true&minSize=1025&maxSize=1073741823',
    ],
    [
      ['--newer-than', '7d', '--older-than', '36h'],
      'prefix=d%2F&limit=1000&recursive=true&modifiedAfter=7d&modifiedBefore=36h',
    ],
    [['-S', '--contains', 'cat'], 'prefix=d%2F&limit=1000&recursive=true&sort=-size&contains=cat'],
    [['--storage-class', 'GLACIER', '-n', '5'], 'prefix=d%2F&limit=5&recursive=true&storageClass=GLACIER'],
  ])('%j asks for %s', async (options, query) => {
    const answers = answering({ [`${BUCKET}/entries?${query}`]: page(object('d/a'), object('d/e/b')) });
    const ran = await runCommand(['find', ...options, 's3://demo/d'], answers);
    expect(ran).toEqual({ code: 0, out: 'd/a\nd/e/b\n', err: '' });
  });

  test('prints an entry a line with --json, at most --limit, and ends with 1 if nothing is found', async () => {
    const answers = answering({
      [`${BUCKET}/entries?limit=1&recursive=true`]: { ...page(object('a'), object('b')), nextCursor: 'x' },
      [`${BUCKET}/entries?prefix=none%2F&limit=1000&recursive=true`]: page(),
    });
    const { out } = await runCommand(['--json', 'find', '--limit', '1', 's3://demo'], answers);
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).key),
    ).toEqual(['a']);
    expect(await runCommand(['find', 's3://demo/none/'], answers)).toEqual({ code: 1, out: '', err: '' });
  });
});

describe('stat', () => {
  const answers = answering({
    [`${BUCKET}/stat?key=a%2Fcat.jpg`]: {
      ...object('a/cat.jpg', 2048),
      etag: '"e"',
      metadata: { author: 'me' },
      checksums: { CRC32: 'AAAA' },
    },
    [`${BUCKET}/stat?key=big%2F`]: {
      type: 'directory',
      key: 'big/',
      objects: 10_000,
      directories: 3,
      size: 5,
      complete: false,
    },
    [`${BUCKET}/stat`]: {
      results: [
        { key: 'a', found: false },
        { found: true, ...object('b') },
      ],
    },
  });

  test('prints what is known, and how fresh it is', async () => {
    expect(await runCommand(['stat', 's3://demo/a/cat.jpg'], answers)).toEqual({
      code: 0,
      err: '',
      out: [
        's3://demo/a/cat.jpg',
        '  object           2.0 KiB (2,048 bytes)',
        '  etag             "e"',
        '  metadata author  me',
        '  checksum CRC32   AAAA',
        '  freshness        hit, 5 s old',
        '',
      ].join('\n'),
    });
  });

  test('of a directory too large to count says so', async () => {
    const { out } = await runCommand(['stat', 's3://demo/big/'], answers);
    expect(out).toContain('10,000 objects, 3 directories directly in it (counted so far');
  });

  test('of a directory adds the totals below it if the index knows them, and otherwise names the command that counts them', async () => {
    const directory = { type: 'directory', key: 'd/', objects: 1, directories: 1, size: 5, complete: true };
    const known = { bucket: 'demo', prefix: 'd/', objects: 7, size: 2048, complete: true };
    const stat = { [`${BUCKET}/stat?key=d%2F`]: directory };
    const both = await runCommand(
      ['stat', 's3://demo/d/'],
      answering({ ...stat, [`${BUCKET}/usage?prefix=d%2F`]: known }),
    );
    expect(both.out).toContain('1 object, 1 directory directly in it');
    expect(both.out).toContain('all below   7 objects, 2.0 KiB at any depth');
    const unknown = { code: 'only-if-cached', status: 504, detail: 'not in the index' };
    const usage = { [`${BUCKET}/usage?prefix=d%2F`]: Response.json(unknown, { status: 504 }) };
    const without = await runCommand(['stat', 's3://demo/d/'], answering({ ...stat, ...usage }));
    expect(without).toMatchObject({ code: 0, err: '' });
    expect(without.out).toContain('all below   not in the index; s3dex du s3://demo/d/ counts it');
  });

  test('of several keys is one request, and ends with 1 if one of them does not exist', async () => {
    const ran = await runCommand(['stat', 's3://demo/a', 's3://demo/b'], answers);
    expect(ran).toMatchObject({ code: 1, err: 's3://demo/a: nothing found\n' });
    expect(ran.out).toContain('s3://demo/b\n');
    expect(answers.asked.at(-1)).toBe(`POST ${BUCKET}/stat`);
  });
});

describe('inspect', () => {
  const held = {
    bucket: 'demo',
    prefix: 'a/',
    coverage: 'partial',
    truncated: true,
    voidNames: 1,
    head: { watchedUntil: ago(-90), misses: 2, leaseUntil: ago(-1) },
    floorAt: ago(600),
    chunks: [
      {
        through: 'm',
        entries: 128,
        observedAt: ago(60),
        ageSeconds: 60,
        endsAt: ago(-3540),
        size: 9,
        bytes: 4000,
        state: 'valid',
      },
    ],
    marks: [{ name: 'f', appearedAt: ago(3) }],
    records: [{ name: 'y', says: 'absent', observedAt: ago(2), ageSeconds: 2, endsAt: ago(-298) }],
  };

  test('shows what is held and what a list would cost', async () => {
    const { fetch } = answering({ [`${BUCKET}/index?prefix=a%2F`]: held });
    const { code, out } = await runCommand(['inspect', 's3://demo/a'], { fetch, now });
    expect(code).toBe(0);
    expect(out).toBe(
      `s3://demo/a/  coverage partial, 1 chunk with 128 entries, 1 void name
Only the beginning is shown: the directory is very large.
watched until ${local(90)} (in 1 min 30 s)
being filled until ${local(1)} (in 1 s)
2 stat misses lately
invalidated ${local(-600)} (10 min ago)

CHUNKS
range       entries    age  life   stored  state
(start, m]      128  1 min   1 h  3.9 KiB  valid

MARKS
name  appeared             vanished
f     ${local(-3)}  -

RECORDS
name  says    age  until
y     absent  2 s  ${local(298)}

Listing it now takes at least 1 LIST, 1 HEAD, 3 read units, 3 write units: about
$7.65 per million.
From S3 it takes 1 LIST: $5.00 per million, and $0.40 per million for each HEAD.
`,
    );
  });

  test('of a directory that was never requested says that nothing is held', async () => {
    const { fetch } = answering({
      [`${BUCKET}/index`]: {
        ...held,
        coverage: 'none',
        truncated: false,
        voidNames: 0,
        chunks: [],
        marks: [],
        records: [],
        head: undefined,
        floorAt: undefined,
      },
    });
    const { out } = await runCommand(['inspect', 's3://demo'], { fetch, now });
    expect(out).toMatch(
      /^s3:\/\/demo\/ {2}coverage none, 0 chunks with 0 entries, 0 void names\nnot watched\n\nListing it now/,
    );
  });
});

describe('url', () => {
  const answers = answering({
    [`${BUCKET}/downloads`]: { url: 'https://s3.example/signed', expiresAt: ago(-900) },
  });

  test('prints a URL a line, and with --json when it ends', async () => {
    const { out } = await runCommand(['url', 's3://demo/a.txt', 's3://demo/b'], answers);
    expect(out).toBe('https://s3.example/signed\nhttps://s3.example/signed\n');
    const { out: json } = await runCommand(['--json', 'url', 's3://demo/a.txt'], answers);
    expect(JSON.parse(json)).toEqual({
      from: 's3://demo/a.txt',
      url: 'https://s3.example/signed',
      expiresAt: ago(-900),
    });
  });

  test('of a bucket is refused', async () => {
    const { code, err } = await runCommand(['url', 's3://demo/'], answers);
    expect([code, err]).toEqual([2, expect.stringContaining('names a bucket, not an object')]);
  });
});

describe('flush', () => {
  const answers = answering({ [`${BUCKET}/invalidations`]: { invalidatedAt: ago(0) } });

  test('takes directories with all below, and single keys', async () => {
    const { out } = await runCommand(['flush', 's3://demo/a/', 's3://demo/b'], answers);
    expect(out).toBe(
      `s3://demo/a/ and everything below: invalidated; no answer from before ${local(0)} is used any more\n` +
        `s3://demo/b: invalidated; no answer from before ${local(0)} is used any more\n`,
    );
  });

  test('--json prints what was invalidated', async () => {
    const { out } = await runCommand(['--json', 'flush', 's3://demo', 's3://demo/b'], answers);
    expect(JSON.parse(out)).toEqual({ bucket: 'demo', keys: ['b'], prefixes: [''], invalidatedAt: ago(0) });
  });
});

describe('warm', () => {
  test('of an empty prefix prints that and ends with 1', async () => {
    const { fetch } = answering({ [`${BUCKET}/entries?prefix=nope%2F`]: { entries: [] } });
    const ran = await runCommand(['warm', 's3://demo/nope/'], { fetch, now });
    expect(ran).toMatchObject({ code: 1, err: 's3://demo/nope/: nothing found\n' });
  });

  const noWorkers = Response.json({ code: 'no-such-route', detail: 'no workers' }, { status: 404 });

  test('lets the workers of the service read what is not held', async () => {
    const held = new Set<string>();
    const { fetch: answer, asked } = answering({
      [`${BUCKET}/entries`]: page(object('a', 3)),
      [`${BUCKET}/fills`]: { id: 'f1' },
      [`${BUCKET}/fills/f1`]: {
        ...{ id: 'f1', prefix: '', state: 'complete', listed: 1, pages: 1 },
        startedAt: ago(1),
        finishedAt: ago(0),
      },
    });
    const fetch: typeof answer = async (input, init) => {
      if (String(input).endsWith('/fills/f1')) held.add('');
      const isCold = String(input).includes('/entries') && held.size === 0;
      if (isCold) return Response.json({ code: 'only-if-cached', detail: 'cold' }, { status: 504 });
      return answer(input, init);
    };
    const { code, out } = await runCommand(['warm', 's3://demo'], { fetch, now });
    expect({ code, out }).toEqual({
      code: 0,
      out: 's3://demo/: 1 directory, 1 object, 3 Bytes in 0 ms; 1 page from S3, 1 in the index already\n',
    });
    expect(asked).toEqual([
      `POST ${BUCKET}/fills`,
      `GET ${BUCKET}/fills/f1`,
      expect.stringContaining(`GET ${BUCKET}/entries`),
    ]);
  });

  test('counts what it could not read, and ends with 4', async () => {
    const { fetch } = answering({
      [`${BUCKET}/fills`]: noWorkers,
      [`${BUCKET}/entries`]: page(directory('a/'), directory('b/'), object('c', 3)),
      [`${BUCKET}/entries?prefix=a%2F`]: page(object('a/x', 4)),
      [`${BUCKET}/entries?prefix=b%2F`]: Response.json(
        { code: 'upstream-denied', detail: 'no' },
        { status: 502 },
      ),
    });
    const { code, out, err } = await runCommand(['warm', 's3://demo'], { fetch, now });
    expect({ code, out }).toEqual({
      code: 4,
      out: 's3://demo/: 2 directories, 2 objects, 7 Bytes in 0 ms; 0 pages from S3, 2 in the index already\n',
    });
    expect(err).toBe('not read: b/: no (upstream-denied, 502)\n');
  });
});
