import { describe, expect, test } from '@jest/globals';
import { KINDS_OF_TEMPLATES } from './kinds-of-templates.ts';
import { faultsOf } from './service-spec.ts';
import { synthesize } from './synth.ts';

type Template = Parameters<typeof faultsOf>[0];
const templateOf = (kind: string) => synthesize(KINDS_OF_TEMPLATES[kind]!).toJSON() as Template;

describe("templates are valid by AWS's own descriptions of its resources", () => {
  test.each(Object.keys(KINDS_OF_TEMPLATES))('%s', (kind) => {
    expect(faultsOf(templateOf(kind))).toEqual([]);
  });
});

describe('an invalid template is reported', () => {
  /** Changes the first resource of a type. */
  function broken(type: string, change: (properties: Record<string, unknown>) => void): string[] {
    const template = templateOf('buckets alone');
    const found = Object.values(template.Resources).find((it) => it.Type === type)!;
    change(found.Properties as Record<string, unknown>);
    return faultsOf(template).map((it) => it.replace(/^\w+?\b/, ''));
  }

  test.each<[string, string, (properties: Record<string, unknown>) => void, string]>([
    [
      'a misspelt property',
      'AWS::SQS::Queue',
      (it) => Object.assign(it, { VisibilityTimout: 5 }),
      '.VisibilityTimout: no such property',
    ],
    [
      'a wrong type',
      'AWS::SQS::Queue',
      (it) => Object.assign(it, { VisibilityTimeout: '60 s' }),
      '.VisibilityTimeout: not an integer: "60 s"',
    ],
    ['a missing property', 'AWS::Lambda::Function', (it) => delete it.Role, '.Role: missing'],
    [
      'a value that is not in the enum',
      'AWS::Lambda::Function',
      (it) => Object.assign(it, { TracingConfig: { Mode: 'On' } }),
      '.TracingConfig.Mode: not one of',
    ],
    [
      'an unknown property further down',
      'AWS::DynamoDB::GlobalTable',
      (it) => Object.assign(it.TimeToLiveSpecification as object, { On: true }),
      '.TimeToLiveSpecification.On: no such property',
    ],
  ])('%s', (_, type, change, fault) => {
    expect(broken(type, change)).toEqual([expect.stringContaining(fault)]);
  });

  test('a type of resource that does not exist', () => {
    expect(faultsOf({ Resources: { Queue: { Type: 'AWS::SQS::Queues' } } })).toEqual([
      'Queue: AWS::SQS::Queues is no type of resource',
    ]);
  });
});
