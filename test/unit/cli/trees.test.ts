/** The commands about everything below a directory: du and tree. */
import { describe, expect, test } from '@jest/globals';
import { answering, runCommand } from '../../support/command-world.ts';

const BUCKET = '/v1/buckets/demo';
const now = () => 0;
const usage = (prefix: string, rest: object) => ({ bucket: 'demo', prefix, complete: true, ...rest });

describe('du', () => {
  const answer = usage('photos/', {
    objects: 1_500,
    size: 3_145_728,
    children: [
      { prefix: 'photos/raw/', objects: 1_000, size: 2_097_152 },
      { prefix: 'photos/2026/', objects: 499, size: 1_048_575 },
    ],
  });
  const path = `${BUCKET}/usage?prefix=photos%2F&depth=1&sort=-size`;

  test('prints size, objects and prefix, with the total last', async () => {
    const { out, code } = await runCommand(['du', 's3://demo/photos'], answering({ [path]: answer }));
    expect(code).toBe(0);
    expect(out).toBe(
      '2097152  1,000  s3://demo/photos/raw/\n' +
        '1048575    499  s3://demo/photos/2026/\n' +
        '3145728  1,500  s3://demo/photos/\n',
    );
  });

  test('-h prints human-readable sizes', async () => {
    const { out } = await runCommand(['du', '-h', 's3://demo/photos/'], answering({ [path]: answer }));
    expect(out).toContain('  2.0 MiB  1,000  s3://demo/photos/raw/'.trim());
  });

  test('--json prints the answer of usage on one line', async () => {
    const { out } = await runCommand(['--json', 'du', 's3://demo/photos/'], answering({ [path]: answer }));
    expect(JSON.parse(out)).toEqual(answer);
  });

  test('sends requests until everything is counted', async () => {
    const answers = [
      usage('photos/', { objects: 10, size: 1, complete: false }),
      usage('photos/', { objects: 20, size: 2, complete: false }),
      usage('photos/', { objects: 25, size: 3 }),
    ];
    const fetch = async () => Response.json(answers.shift());
    const { out, code } = await runCommand(['du', 's3://demo/photos/'], { fetch, now });
    expect([code, out]).toEqual([0, '3  25  s3://demo/photos/\n']);
  });

  test('ends with 4 if the service makes no progress', async () => {
    const fetch = async () => Response.json(usage('photos/', { objects: 10, size: 1, complete: false }));
    const { err, code } = await runCommand(['du', 's3://demo/photos/'], { fetch, now });
    expect([code, err]).toEqual([4, 'incomplete: the service could not read everything; try again\n']);
  });

  test('of nothing ends with 1', async () => {
    const fetch = async () => Response.json(usage('nope/', { objects: 0, size: 0 }));
    const { out, err, code } = await runCommand(['du', 's3://demo/nope/'], { fetch, now });
    expect({ out, err, code }).toEqual({ out: '', err: 's3://demo/nope/: nothing found\n', code: 1 });
  });
});

describe('tree', () => {
  const object = (key: string) => ({ type: 'object', name: key.split('/').at(-1), key, size: 1 });
  const directory = (key: string) => ({ type: 'directory', name: `${key.split('/').at(-2)}/`, key });
  const DIRECTORIES: Record<string, object[]> = {
    'a/': [object('a/'), directory('a/x/'), object('a/y.txt')],
    'a/x/': [object('a/x/1.txt'), object('a/x/2.txt')],
  };
  const fetch: typeof globalThis.fetch = async (_input, init) => {
    const { prefixes } = JSON.parse(String(init?.body)) as { prefixes: string[] };
    return Response.json({
      results: prefixes.map((prefix) => ({ prefix, entries: DIRECTORIES[prefix] ?? [] })),
    });
  };

  test('draws directories with what is in them, without the marker object', async () => {
    const { out, code } = await runCommand(['tree', 's3://demo/a/'], { fetch, now });
    expect(code).toBe(0);
    expect(out.split('\n')).toEqual([
      's3://demo/a/',
      '├── x/',
      '│   ├── 1.txt',
      '│   └── 2.txt',
      '└── y.txt',
      '',
      '1 directory, 3 objects',
      '',
    ]);
  });

  test('-L limits the depth, -d omits objects', async () => {
    const { out } = await runCommand(['tree', '-d', '-L', '1', 's3://demo/a/'], { fetch, now });
    expect(out.split('\n').slice(0, 3)).toEqual(['s3://demo/a/', '└── x/', '']);
  });

  test('of nothing ends with 1', async () => {
    expect((await runCommand(['tree', 's3://demo/nope/'], { fetch, now })).code).toBe(1);
  });
});
