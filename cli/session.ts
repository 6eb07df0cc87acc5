/** One run of one command: its options, its client and its output. */
import type { Command } from 'commander';
import type { Client } from '../contract/client.ts';
import { type Connection, connect } from './connection.ts';
import type { ExitCode } from './exit-codes.ts';
import type { Circumstances } from './explain.ts';
import type { GlobalOptions } from './global-options.ts';
import { type Paint, painter } from './paint.ts';
import { printable } from './text/printable.ts';
import { sentence } from './text/sentence.ts';
import type { Waiting } from './text/waiting-line.ts';
import type { World } from './world.ts';

export class Session {
  readonly world: World;
  readonly options: GlobalOptions;
  readonly paint: Paint;
  /** Like `paint`, for stderr. */
  readonly paintNote: Paint;
  /** Removes the waiting line for good. For commands that wait for others, however long that takes. */
  readonly stopWaitingLine: () => Promise<void>;
  private connection: Connection | undefined;

  constructor(world: World, options: GlobalOptions, stopWaitingLine: Waiting['stop'] = async () => {}) {
    this.world = world;
    this.stopWaitingLine = stopWaitingLine;
    this.options = options;
    this.paint = painter(options.color && world.colours.out);
    this.paintNote = painter(options.color && world.colours.err);
  }

  /** `undefined` before the client is created. */
  get circumstances(): Circumstances | undefined {
    return this.connection?.circumstances;
  }

  async client(tuning?: Parameters<typeof connect>[2]): Promise<Client> {
    this.connection = await connect(this.options, this.world, tuning);
    return this.connection.client;
  }

  /** One line on stdout. */
  async print(line = ''): Promise<void> {
    await this.world.out.write(`${line}\n`);
  }

  /** Many lines on stdout, in one write. */
  async printAll(lines: readonly string[]): Promise<void> {
    if (lines.length > 0) await this.world.out.write(`${lines.join('\n')}\n`);
  }

  /** One JSON object on one line, for --json. */
  async json(value: object): Promise<void> {
    await this.print(JSON.stringify(value));
  }

  /** A sentence on stdout. */
  async say(text: string): Promise<void> {
    await this.print(sentence(text, this.world.out));
  }

  /** A sentence on stderr. */
  async note(text: string): Promise<void> {
    await this.world.err.write(`${sentence(text, this.world.err)}\n`);
  }

  /** A key or name, escaped for stdout if that is a terminal. */
  shown(name: string): string {
    return printable(name, this.world.out.isTerminal);
  }
}

/** Runs a command's action in a session with its options. */
export type Run = (command: Command, action: (session: Session) => Promise<ExitCode>) => Promise<void>;
