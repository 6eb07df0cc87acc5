/** The used and unused permissions of a template, as in docs/deploy.md. */
import type { PermissionReport } from '../../../local/template/permissions.ts';

/** The functions, by the beginning of their logical IDs. CDK's own function sets the bucket notifications. */
const HOLDERS: [start: string, name: string][] = [
  ['IndexListingRole', 'listing function'],
  ['IndexInvalidationRole', 'invalidation function'],
  ['IndexFillsWorkerRole', 'fill function'],
  ['IndexChangesQueue', "change queue's policy"],
  ['IndexChangesDeadLetters', "dead letters' policy"],
  ['BucketNotificationsHandler', "CDK's handler of bucket notifications"],
];

export function describeUse({ used, unused }: Pick<PermissionReport, 'used' | 'unused'>): string {
  return [...section('used:', used), ...section('granted, not used:', unused)].join('\n');
}

function section(title: string, lines: string[]): string[] {
  const actions = new Map<string, Set<string>>();
  for (const line of lines) {
    const [id = '', action = ''] = line.split(' ', 2);
    const holder = HOLDERS.find(([start]) => id.startsWith(start))?.[1] ?? id;
    actions.set(holder, (actions.get(holder) ?? new Set()).add(action));
  }
  const text = [...actions].map(([holder, names]) => `  ${holder}: ${[...names].sort().join(', ')}`);
  return [title, ...text.sort()];
}
