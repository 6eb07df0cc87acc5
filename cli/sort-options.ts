/** `--sort` with the API's values, and `-t`, `-S`, `-r` as in `ls`. */
import { type Command, Option } from 'commander';
import type { Sort } from '../contract/client.ts';
import { SORTS } from '../contract/sorts.ts';

export interface SortOptions {
  sort?: Sort;
  byTime?: boolean;
  bySize?: boolean;
  reverse?: boolean;
}

export function addSortOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--sort <order>', 'sort the whole directory; a minus means descending')
        .choices(SORTS)
        .conflicts(['byTime', 'bySize']),
    )
    .addOption(named(new Option('-t', 'newest first: --sort=-lastModified'), 'byTime').conflicts('bySize'))
    .addOption(named(new Option('-S', 'largest first: --sort=-size'), 'bySize'))
    .option('-r, --reverse', 'reverse the order');
}

/** The name under which commander stores the option's value, because a short option has none. */
function named(option: Option, name: string): Option {
  option.attributeName = () => name;
  return option;
}

/** Undefined: the service's own order. */
export function sortOf({ sort, byTime, bySize, reverse }: SortOptions): Sort | undefined {
  const order = sort ?? (byTime ? '-lastModified' : bySize ? '-size' : undefined);
  return reverse ? reversed(order ?? 'name') : order;
}

function reversed(order: Sort): Sort {
  return (order.startsWith('-') ? order.slice(1) : `-${order}`) as Sort;
}
