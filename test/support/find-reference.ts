/**
 * The meaning of sorting and filtering, computed in the simplest way over a whole listing in memory. It uses no code
 * of the service, and is slow. Entries are in the format of the wire.
 */

export interface ListedEntry {
  type: 'object' | 'directory';
  name: string;
  size?: number;
  lastModified?: string;
  storageClass?: string;
}

/** The parameters of the query, with sizes and times as numbers. */
export interface Wanted {
  sort?: string;
  glob?: string;
  contains?: string;
  minSize?: number;
  maxSize?: number;
  modifiedAfterMs?: number;
  modifiedBeforeMs?: number;
  type?: string;
  storageClass?: string;
}

/** All entries that match, in the requested order. */
export function found<E extends ListedEntry>(entries: readonly E[], wanted: Wanted): E[] {
  return entries
    .filter((entry) => isWanted(entry, wanted))
    .sort((a, b) => order(a, b, wanted.sort ?? 'name'));
}

function isWanted(entry: ListedEntry, wanted: Wanted): boolean {
  const timeMs = entry.lastModified === undefined ? undefined : Date.parse(entry.lastModified);
  const { minSize, maxSize, modifiedAfterMs, modifiedBeforeMs, type, storageClass, contains, glob } = wanted;
  if (minSize !== undefined && !(entry.size !== undefined && entry.size >= minSize)) return false;
  if (maxSize !== undefined && !(entry.size !== undefined && entry.size <= maxSize)) return false;
  if (modifiedAfterMs !== undefined && !(timeMs !== undefined && timeMs > modifiedAfterMs)) return false;
  if (modifiedBeforeMs !== undefined && !(timeMs !== undefined && timeMs < modifiedBeforeMs)) return false;
  if (type !== undefined && entry.type !== type) return false;
  if (storageClass !== undefined && entry.storageClass !== storageClass) return false;
  if (contains !== undefined && !plain(entry.name).includes(plain(contains))) return false;
  if (glob === undefined) return true;
  const name = entry.type === 'directory' && !glob.endsWith('/') ? entry.name.slice(0, -1) : entry.name;
  return globMatches(glob, name);
}

function plain(text: string): string {
  return text.normalize('NFKC').toUpperCase().normalize('NFKC');
}

const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

function order(a: ListedEntry, b: ListedEntry, sort: string): number {
  const sign = sort.startsWith('-') ? -1 : 1;
  const by = sort.replace('-', '');
  if (by === 'name') return sign * byBytes(a.name, b.name);
  const [x, y] = [a, b].map((it) =>
    by === 'size' ? it.size : it.lastModified && Date.parse(it.lastModified),
  );
  const [noX, noY] = [x === undefined, y === undefined];
  if (noX !== noY) return noX ? 1 : -1;
  if (x !== y) return sign * ((x as number) - (y as number));
  return byBytes(a.name, b.name);
}

/**
 * Expands braces, then tries every match of every star for each alternative. This is exponential, so it is only for
 * short texts.
 */
export function globMatches(glob: string, name: string): boolean {
  return writtenOut([...glob]).some((it) => tries(it, [...name]));
}

type Token = string | { any: 'star' | 'stars' | 'directories' | 'one' } | { set: string[][]; not: boolean };

function writtenOut(glob: string[]): Token[][] {
  let results: Token[][] = [[]];
  for (let i = 0; i < glob.length; ) {
    const character = glob[i]!;
    if (character === '\\') {
      results = results.map((it) => [...it, glob[i + 1]!]);
      i += 2;
    } else if (character === '[') {
      const { token, end } = setAt(glob, i);
      results = results.map((it) => [...it, token]);
      i = end;
    } else if (character === '{') {
      const { parts, end } = bracesAt(glob, i);
      // Stars next to a brace keep their own meaning, so each part is expanded separately, after the part before it.
      const tails = parts.map((part) => part);
      const rest = glob.slice(end);
      const heads = results;
      return heads.flatMap((head) =>
        tails.flatMap((part) => writtenFrom(head, part)).flatMap((it) => writtenFrom(it, rest)),
      );
    } else if (character === '*') {
      let stars = 0;
      while (glob[i + stars] === '*') stars++;
      i += stars;
      const slash = glob[i] === '/';
      results = results.map((it) => {
        if (stars === 1) return [...it, { any: 'star' }];
        const starts = it.length === 0 || it.at(-1) === '/' || isDirectories(it.at(-1)!);
        return starts && slash
          ? [...it, { any: 'directories' }]
          : [...it, { any: 'stars' }, ...(slash ? ['/'] : [])];
      });
      if (stars > 1 && slash) i++;
    } else {
      results = results.map((it) => [...it, character === '?' ? { any: 'one' as const } : character]);
      i++;
    }
  }
  return results;
}

const isDirectories = (token: Token) =>
  typeof token === 'object' && 'any' in token && token.any === 'directories';

/** The rest of a glob after the expanded part, which determines whether a segment starts there. */
function writtenFrom(before: Token[], rest: string[]): Token[][] {
  const startsSegment = before.length === 0 || before.at(-1) === '/' || isDirectories(before.at(-1)!);
  if (startsSegment) return writtenOut(rest).map((it) => [...before, ...it]);
  // The temporary first character prevents that leading stars are read as the start of a segment.
  return writtenOut(['x', ...rest]).map((it) => [...before, ...it.slice(1)]);
}

function setAt(glob: string[], start: number): { token: Token; end: number } {
  let i = start + 1;
  const not = glob[i] === '!' || glob[i] === '^';
  if (not) i++;
  const set: string[][] = [];
  const member = () => {
    if (glob[i] === '\\') i++;
    return glob[i++]!;
  };
  do {
    const from = member();
    if (glob[i] === '-' && glob[i + 1] !== ']') {
      i++;
      set.push([from, member()]);
    } else set.push([from, from]);
  } while (glob[i] !== ']');
  return { token: { set, not }, end: i + 1 };
}

function bracesAt(glob: string[], start: number): { parts: string[][]; end: number } {
  const parts: string[][] = [[]];
  let depth = 0;
  for (let i = start + 1; ; i++) {
    const character = glob[i]!;
    if (character === '\\') {
      parts.at(-1)!.push(character, glob[++i]!);
      continue;
    }
    if (character === '[') {
      const { end } = setAt(glob, i);
      parts.at(-1)!.push(...glob.slice(i, end));
      i = end - 1;
      continue;
    }
    if (depth === 0 && character === '}') return { parts, end: i + 1 };
    if (depth === 0 && character === ',') {
      parts.push([]);
      continue;
    }
    if (character === '{') depth++;
    if (character === '}') depth--;
    parts.at(-1)!.push(character);
  }
}

function tries(tokens: readonly Token[], name: readonly string[]): boolean {
  const [token, ...rest] = tokens;
  const [character, ...others] = name;
  if (token === undefined) return name.length === 0;
  if (typeof token === 'string') return character === token && tries(rest, others);
  if ('set' in token) {
    if (character === undefined || character === '/') return false;
    const point = character.codePointAt(0)!;
    const inside = token.set.some(
      ([from, to]) => from!.codePointAt(0)! <= point && point <= to!.codePointAt(0)!,
    );
    return inside !== token.not && tries(rest, others);
  }
  switch (token.any) {
    case 'one':
      return character !== undefined && character !== '/' && tries(rest, others);
    case 'directories':
      return tries(rest, name) || name.some((it, at) => it === '/' && tries(rest, name.slice(at + 1)));
    default:
      for (let taken = 0; ; taken++) {
        if (tries(rest, name.slice(taken))) return true;
        const next = name[taken];
        if (next === undefined || (token.any === 'star' && next === '/')) return false;
      }
  }
}
