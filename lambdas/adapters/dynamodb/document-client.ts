/**
 * The document client: items as plain values. No attribute that another program wrote can make a whole page fail: what
 * this version does not write becomes `null` or `NaN`, which every reader of attributes.ts refuses for that attribute alone.
 */
import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  type ServiceInputTypes,
  type ServiceOutputTypes,
} from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DeserializeMiddleware } from '@smithy/types';
import type { Item } from './keys.ts';

type RawItem = Record<string, AttributeValue>;

/** The outputs of the commands that return items. */
interface RawOutput {
  Item?: RawItem;
  Items?: RawItem[];
  Attributes?: RawItem;
  Responses?: Record<string, RawItem[]>;
}

/** Longer numbers are not exact in JavaScript, and `Number()` would read '' and '0x10' as numbers. */
const WHOLE_NUMBER = /^-?[0-9]{1,16}$/;

const UNMARSHALL = {
  wrapNumbers: (digits: string) => (WHOLE_NUMBER.test(digits) ? Number(digits) : Number.NaN),
};

/**
 * The document client over this client and its connections. One for each client: the library keeps the options in the
 * client's configuration, where a second one would replace them.
 */
export function createDocumentClient(client: DynamoDBClient): DynamoDBDocumentClient {
  // A copy: the library writes into its options.
  const documents = DynamoDBDocumentClient.from(client, { unmarshallOptions: { ...UNMARSHALL } });
  // Its own stack, so that the plain client (which has no DocumentUnmarshall) stays usable.
  documents.middlewareStack = documents.middlewareStack.clone();
  // Between the SDK's reading of the wire and the conversion, which throws for a type that it does not know.
  const place = { relation: 'after', toMiddleware: 'DocumentUnmarshall' } as const;
  documents.middlewareStack.addRelativeTo(withoutForeignTypes, { ...place, name: 's3dexForeignTypes' });
  return documents;
}

/** An item that did not come through the document client: the one in a refused condition. */
export function plainItem(item: RawItem): Item {
  return unmarshall(replaceForeignTypes(item), UNMARSHALL);
}

const withoutForeignTypes: DeserializeMiddleware<ServiceInputTypes, ServiceOutputTypes> =
  (next) => async (args) => {
    const answer = await next(args);
    for (const item of itemsOf(answer.output as RawOutput)) replaceForeignTypes(item);
    return answer;
  };

function itemsOf({ Item, Items = [], Attributes, Responses = {} }: RawOutput): RawItem[] {
  return [Item ?? [], Items, Attributes ?? [], Object.values(Responses).flat()].flat();
}

/** In place, as a page may hold thousands of attributes. Lists, maps and sets go too: this version writes none. */
function replaceForeignTypes(item: RawItem): RawItem {
  for (const [name, value] of Object.entries(item)) {
    if (value.S === undefined && value.N === undefined && value.B === undefined) item[name] = { NULL: true };
  }
  return item;
}
