/** The command in shells: started by npx, cut off by head, interrupted, and completed at the prompt. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { ROOT, type RunningStack, startStack } from '../../support/stack.ts';

const exec = promisify(execFile);
const MANY = 20_000;

jest.setTimeout(120_000);

let stack: RunningStack;
let folder: string;
let env: Record<string, string>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 's3dex-shells-'));
  mkdirSync(join(folder, 'bucket/photos'), { recursive: true });
  mkdirSync(join(folder, "bucket/it's here"));
  writeFileSync(join(folder, "bucket/it's here/a: b"), '');
  for (let at = 0; at < MANY; at++) writeFileSync(join(folder, 'bucket', `f${at}`), '');
  writeFileSync(join(folder, 'bucket/photos/cat.jpg'), 'cat');
  symlinkSync(`${ROOT}cli/s3dex.js`, join(folder, 's3dex'));
  stack = await startStack(['--import', `${join(folder, 'bucket')}=demo`]);
  // The Node that runs the tests comes first on the PATH. The command itself handles older versions at its start.
  const path = [folder, dirname(process.execPath), process.env.PATH].join(':');
  env = { PATH: path, HOME: folder, S3DEX_ENDPOINT: stack.apiUrl };
});

afterAll(async () => {
  await stack?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const bash = async (script: string) => (await exec('bash', ['-c', script], { env })).stdout;

describe('in a shell', () => {
  test('npx runs the command of the clone it stands in', async () => {
    const { stdout } = await exec('npx', ['s3dex', 'ls', 's3://demo/photos/'], {
      cwd: ROOT,
      env: { ...env, npm_config_cache: join(folder, 'npm'), npm_config_offline: 'true' },
    });
    expect(stdout).toContain('3 cat.jpg\n');
  });

  test('head can close the pipe without an error message', async () => {
    const script = `cd ${folder}; s3dex ls s3://demo/ 2>err | head -3; echo "\${PIPESTATUS[0]}"; cat err`;
    const lines = (await bash(script)).trim().split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[3]).toBe('0');
  });

  test('an interruption ends it with 130', async () => {
    const child = spawn('s3dex', ['ls', '-R', '--no-cache', 's3://demo/'], {
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await once(child.stdout, 'data');
    child.kill('SIGINT');
    const [code] = await once(child, 'exit');
    expect(code).toBe(130);
  });

  test('a demo that is interrupted leaves no process behind', async () => {
    const child = spawn('s3dex', ['demo', join(folder, 'bucket')], {
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const stackOf = async () =>
      (
        await exec('ps', ['-o', 'pid=', '--ppid', String(child.pid)]).catch(() => ({ stdout: '' }))
      ).stdout.trim();
    let below = '';
    for (let tries = 0; below === '' && tries < 100; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      below = await stackOf();
    }
    expect(below).toMatch(/^\d+$/);
    child.kill('SIGINT');
    const [code] = await once(child, 'exit');
    expect(code).toBe(130);
    await expect(exec('ps', ['-o', 'stat=', '-p', below])).rejects.toThrow();
  });
});

describe('completion', () => {
  /** The completions that bash offers at the cursor, as it would insert them. */
  const completed = (line: string) =>
    bash(`
      eval "$(s3dex completion bash)"
      COMP_WORDBREAKS=$' \\t\\n"\\'@><=;|&(:'
      COMP_LINE=${`'${line.replaceAll("'", `'\\''`)}'`}; COMP_POINT=\${#COMP_LINE}
      compopt() { :; }
      _s3dex
      printf '%s\\n' "\${COMPREPLY[@]}"
    `);

  test('of bash offers commands', async () => {
    expect(await completed('s3dex in')).toBe('inspect\n');
  });

  test('of bash offers buckets and keys after the last colon, where bash breaks words', async () => {
    expect(await completed('s3dex ls s3://d')).toBe('//demo/\n');
    expect(await completed('s3dex ls s3://demo/ph')).toBe('//demo/photos/\n');
    expect(await completed('s3dex stat --detail s3://demo/photos/')).toBe('//demo/photos/cat.jpg\n');
  });

  test('of bash quotes what it inserts, and parses it again', async () => {
    const quoted = "s3dex ls s3://demo/it\\'s\\ here/";
    expect(await completed('s3dex ls s3://demo/it')).toBe("//demo/it\\'s\\ here/\n");
    expect(await completed(quoted)).toBe("//demo/it\\'s\\ here/a:\\ b\n");
    expect(await completed(`${quoted}a:`)).toBe('\\ b\n');
    expect(await completed('s3dex stat s3://demo/photos/cat.jpg ')).toBe('s3://\n');
  });

  test.each(['zsh', 'fish'])('of %s is a script it can read, where there is one', async (shell) => {
    const script = (await exec('s3dex', ['completion', shell], { env })).stdout;
    const found = await exec('sh', ['-c', `command -v ${shell}`], { env }).catch(() => undefined);
    if (found === undefined) {
      // If the shell is not installed, checks only that its script calls the command's completion.
      expect(script).toContain('__complete');
      return;
    }
    const file = join(folder, `completion.${shell}`);
    writeFileSync(file, script);
    await exec(shell, ['-n', file], { env });
  });
});
