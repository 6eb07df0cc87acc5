/** Runs CloudFormation's own linter on every kind of template. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { KINDS_OF_TEMPLATES } from '../infra/kinds-of-templates.ts';
import { ENVIRONMENT, synthesize } from '../infra/synth.ts';
import { pythonProgram } from './support/paths.ts';

const STEP_MS = 120_000;
/**
 * The rule about dependencies that a reference already implies. CDK writes such a dependency from each function to
 * its role.
 */
const CDK_HABIT = 'W3005';
const folder = mkdtempSync(join(tmpdir(), 's3dex-lint-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Finding {
  Level: string;
  Message: string;
  Rule: { Id: string };
  Location: { Path: (string | number)[] };
}

/** Every finding, as `E3002 Resources/Queue/...: message`. */
function lint(template: object): Promise<string[]> {
  const file = join(folder, 'template.json');
  writeFileSync(file, JSON.stringify(template));
  const args = [
    '--format',
    'json',
    '--ignore-checks',
    CDK_HABIT,
    '--regions',
    ENVIRONMENT.region,
    '--template',
    file,
  ];
  return new Promise((resolve, reject) => {
    execFile(pythonProgram('cfn-lint'), args, { maxBuffer: 16 * 1024 * 1024 }, (error, stdout, stderr) => {
      // A non-zero exit code means that there are findings, and not that the linter failed.
      if (stdout === '') return reject(error ?? new Error(stderr));
      const findings = JSON.parse(stdout) as Finding[];
      resolve(findings.map((it) => `${it.Rule.Id} ${it.Location.Path.join('/')}: ${it.Message}`));
    });
  });
}

describe('cfn-lint finds nothing', () => {
  test.each(Object.entries(KINDS_OF_TEMPLATES))(
    '%s',
    async (_, settings) => {
      expect(await lint(synthesize(settings).toJSON())).toEqual([]);
    },
    STEP_MS,
  );
});

test(
  'but reports a queue that keeps messages for longer than SQS allows',
  async () => {
    const Resources = {
      Queue: { Type: 'AWS::SQS::Queue', Properties: { MessageRetentionPeriod: 9_999_999 } },
    };
    expect(await lint({ Resources })).toEqual([expect.stringContaining('E3034')]);
  },
  STEP_MS,
);
