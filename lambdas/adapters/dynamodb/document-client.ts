/**
 * The document client: items as plain values. An attribute that another program wrote must not make a whole page
 * fail. So values that this version does not write become `null` or `NaN`, and the readers in attributes.ts reject
 * only that attribute.
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

/** JavaScript cannot represent longer numbers exactly, and `Number()` would accept '' and '0x10'. */
const WHOLE_NUMBER = /^-?[0-9]{1,16}$/;

const UNMARSHALL = {
  wrapNumbers: (digits: string) => (WHOLE_NUMBER.test(digits) ? Number(digits) : Number.NaN),
};

/**
 * A document client that uses this client and its connections. Create only one for each client: the library stores
 * the options in the client's configuration, and a second one would replace them.
 */
export function createDocumentClient(client: DynamoDBClient): DynamoDBDocumentClient {
  // A copy, because the library modifies its options.
  const documents = DynamoDBDocumentClient.from(client, { unmarshallOptions: { ...UNMARSHALL } });
  // A separate middleware stack, so that the plain client, which has no DocumentUnmarshall step, stays usable.
  documents.middlewareStack = documents.middlewareStack.clone();
  // Runs after the SDK has parsed the response, and before the conversion, which throws for an unknown type.
  const place = { relation: 'after', toMiddleware: 'DocumentUnmarshall' } as const;
  documents.middlewareStack.addRelativeTo(withoutForeignTypes, { ...place, name: 's3dexForeignTypes' });
  return documents;
}

/** Converts an item that did not pass through the document client: the one in the error of a refused condition. */
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

/**
 * Changes the item in place, because a page may have thousands of attributes. Lists, maps and sets are replaced,
 * because this version writes none.
 */
function replaceForeignTypes(item: RawItem): RawItem {
  for (const [name, value] of Object.entries(item)) {
    if (value.S === undefined && value.N === undefined && value.B === undefined) item[name] = { NULL: true };
  }
  return item;
}
