import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Login } from '../../shared/explorer-login.ts';
import type { Explorer } from '../state/explorer.ts';

export const ExplorerContext = createContext<Explorer | undefined>(undefined);

/** How readers log in, and why the last try failed. */
export const LoginContext = createContext<{ login?: Login | undefined; fault?: string | undefined }>({});

export function useExplorer(): Explorer {
  const explorer = useContext(ExplorerContext);
  if (explorer === undefined) throw new Error('a view stands outside the explorer');
  return explorer;
}
