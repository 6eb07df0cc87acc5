/** docs/cost.svg: the cost of a listing by the number of listings between two changes. Both axes are logarithmic. */

import type { ContestantName } from './contestant.ts';
import { usdAtReadsPerChange } from './cost-model.ts';

interface Line {
  who: ContestantName;
  processes?: number;
  label: string;
  colour: string;
  dash?: string;
}

const LINES: Line[] = [
  { who: 'list-then-head', label: 'LIST, then HEAD each', colour: '#b3541e' },
  { who: 'item-per-object', label: 'an item per object', colour: '#7a5195' },
  { who: 'list-only', label: 'LIST every time', colour: '#2f6f9f' },
  { who: 's3dex', label: 's3dex', colour: '#1b7f4d' },
  {
    who: 'ttl-cache',
    processes: 10,
    label: '60 s cache, 10 processes (stale)',
    colour: '#777777',
    dash: '7 4',
  },
  { who: 'ttl-cache', processes: 1, label: '60 s cache, 1 process (stale)', colour: '#aaaaaa', dash: '3 4' },
];

const OBJECTS = 1_000;
const READS = { from: 0.1, to: 10_000 };
const DOLLARS = { from: 0.01, to: 1_000 };
const STEPS_A_DECADE = 16;
const FRAME = { left: 76, top: 56, width: 560, height: 360 };
const LABELS_WIDTH = 250;
const LABEL_HEIGHT = 17;
const SIZE = { width: FRAME.left + FRAME.width + LABELS_WIDTH, height: FRAME.top + FRAME.height + 64 };

const share = (value: number, { from, to }: { from: number; to: number }) =>
  Math.log(value / from) / Math.log(to / from);
const xOf = (reads: number) => FRAME.left + share(reads, READS) * FRAME.width;
const yOf = (usd: number) => FRAME.top + (1 - share(usd, DOLLARS)) * FRAME.height;
const at = (value: number) => value.toFixed(1);

function decades({ from, to }: { from: number; to: number }): number[] {
  return Array.from({ length: Math.round(Math.log10(to / from)) + 1 }, (_, i) =>
    Number((from * 10 ** i).toPrecision(1)),
  );
}

function grid(): string[] {
  const bottom = FRAME.top + FRAME.height;
  const right = FRAME.left + FRAME.width;
  return [
    ...decades(READS).map(
      (reads) =>
        `<path d="M${at(xOf(reads))} ${FRAME.top}V${bottom}" stroke="#ddd"/><text x="${at(xOf(reads))}" y="${bottom + 20}" text-anchor="middle">${reads.toLocaleString('en-US')}</text>`,
    ),
    ...decades(DOLLARS).map(
      (usd) =>
        `<path d="M${FRAME.left} ${at(yOf(usd))}H${right}" stroke="#ddd"/><text x="${FRAME.left - 8}" y="${at(yOf(usd) + 4)}" text-anchor="end">$${usd.toLocaleString('en-US')}</text>`,
    ),
    `<text x="${FRAME.left + FRAME.width / 2}" y="${bottom + 46}" text-anchor="middle">listings between two changes, one change an hour</text>`,
  ];
}

function costs(line: Line): { reads: number; usd: number }[] {
  const steps = Math.log10(READS.to / READS.from) * STEPS_A_DECADE;
  return Array.from({ length: steps + 1 }, (_, i) => {
    const reads = READS.from * 10 ** (i / STEPS_A_DECADE);
    return { reads, usd: usdAtReadsPerChange(line.who, OBJECTS, reads, line.processes) };
  });
}

function curve(line: Line): string {
  const points = costs(line).map(({ reads, usd }) => `${at(xOf(reads))} ${at(yOf(usd))}`);
  const dash = line.dash === undefined ? '' : ` stroke-dasharray="${line.dash}"`;
  const width = line.who === 's3dex' ? 3.5 : 2;
  return `<path d="M${points.join('L')}" fill="none" stroke="${line.colour}" stroke-width="${width}"${dash}/>`;
}

/** The labels are at the ends of the lines, and below one another if lines end close together. */
function labels(): string[] {
  let free = 0;
  return LINES.map((line) => ({ line, end: yOf(costs(line).at(-1)!.usd) }))
    .sort((a, b) => a.end - b.end)
    .map(({ line, end }) => {
      const y = Math.max(free, end - LABEL_HEIGHT / 4);
      free = y + LABEL_HEIGHT;
      return `<text x="${FRAME.left + FRAME.width + 8}" y="${at(y + LABEL_HEIGHT / 2)}" fill="${line.colour}">${line.label}</text>`;
    });
}

export function costPicture(): string {
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE.width} ${SIZE.height}" font-family="system-ui, sans-serif" font-size="13" fill="#333">`,
    '<title>What a million listings of 1,000 objects cost</title>',
    `<rect width="${SIZE.width}" height="${SIZE.height}" fill="#fff"/>`,
    `<text x="${FRAME.left}" y="30" font-size="16" font-weight="600">A million listings of a directory of 1,000 objects, with sizes and times</text>`,
    ...grid(),
    ...LINES.map(curve),
    ...labels(),
    '</svg>',
  ].join('\n')}\n`;
}
