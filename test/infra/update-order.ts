/** The order in which CloudFormation creates and updates the resources of a template. Deletions come after all of it. */
import type { Template } from 'aws-cdk-lib/assertions';
import { type Resource, resourcesOf } from './synth.ts';

/** The logical IDs of all resources that are finished before the given one is begun. */
export function finishedBefore(template: Template, id: string): ReadonlySet<string> {
  const { Resources } = template.toJSON() as { Resources: Record<string, Resource> };
  const found = new Set<string>();
  const visit = (at: string) => {
    const { DependsOn = [], Properties } = Resources[at]!;
    for (const next of [...[DependsOn].flat(), ...references(Properties)]) {
      if (!(next in Resources) || found.has(next)) continue;
      found.add(next);
      visit(next);
    }
  };
  visit(id);
  return found;
}

/** The readers: the functions that store and answer, and the alias through which provisioned instances are called. */
export function readersOf(template: Template): string[] {
  const of = (type: string, start: string) =>
    resourcesOf(template, type).flatMap(([id]) => (id.startsWith(start) ? [id] : []));
  return [
    ...of('AWS::Lambda::Function', 'IndexListing'),
    ...of('AWS::Lambda::Alias', 'IndexListing'),
    ...of('AWS::Lambda::Function', 'IndexFillsWorker'),
  ];
}

/** The custom resource that sets the notification configuration of a bucket. */
export function notificationsOf(template: Template, bucket: string): string {
  // A bucket that the stack creates is referred to.
  const created = resourcesOf(template, 'AWS::S3::Bucket').find(
    ([, it]) => it.Properties.BucketName === bucket,
  );
  const found = resourcesOf(template, 'Custom::S3BucketNotifications').filter(
    ([, { Properties: it }]) =>
      it.BucketName === bucket || (created !== undefined && it.BucketName.Ref === created[0]),
  );
  if (found.length !== 1) throw new Error(`${bucket} has ${found.length} notification configurations`);
  return found[0]![0];
}

function references(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, content]) => {
    if (key === 'Ref') return [String(content)];
    if (key === 'Fn::GetAtt') return [String([content].flat()[0])];
    if (key === 'Fn::Sub') {
      const text = String([content].flat()[0]);
      return [...text.matchAll(/\$\{([^!.}]+)[^}]*\}/g)].map(([, id]) => id!);
    }
    return references(content);
  });
}
