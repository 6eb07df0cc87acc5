/** The command's package: one install, no other package, and the command runs. */
import { expectOutput, type Project } from './tarballs.ts';

/** Returns the size of its installation, in bytes. */
export function checkCommand(project: Project, tarball: string): number {
  project.install(tarball);
  const start = [process.execPath, 'node_modules/.bin/s3dex'] as const;
  expectOutput(project.run(...start, '--help'), 'Usage: s3dex');
  expectOutput(project.run(...start, '--version'), '0.');
  // Loads the parts that signing needs.
  expectOutput(project.run(...start, 'completion', 'bash'), 's3dex');
  return project.installedBytes([]);
}
