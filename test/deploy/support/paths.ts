/** Where the emulated deployment finds its programs. */
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..', '..', '..');
/** Node 24. The emulator runs the functions with the first `node` of its path. */
export const NODE_FOLDER = join(ROOT, 'node_modules', 'node', 'bin');

/** A program of the Python environment that test/deploy/setup.sh creates. */
export const pythonProgram = (name: string): string => join(ROOT, '.cache', 'deploy-venv', 'bin', name);
