/** Storage Browser with a bar above it for what only the service can do: order and search over whole folders. */
import { createStorageBrowser } from '@aws-amplify/ui-react-storage/browser';
import '@aws-amplify/ui-react-storage/styles.css';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { createClient, type Sort } from 's3dex/client';
import { listLocationItems, type Order } from './list-location-items.ts';

const SORTS: [Sort, string][] = [
  ['name', 'Name'],
  ['-lastModified', 'Newest first'],
  ['-size', 'Largest first'],
];

/** `#bucket` names the bucket. The service has the same origin as this page. */
const bucket = location.hash.slice(1) || 'demo';
const client = createClient({ endpoint: location.origin });
let order: Order = {};
const whole = {
  ...{ id: bucket, bucket, prefix: '', path: '', type: 'BUCKET' as const },
  permissions: ['get' as const, 'list' as const],
};

const { StorageBrowser } = createStorageBrowser({
  actions: { default: { listLocationItems: listLocationItems(client, () => order) as never } },
  config: {
    region: 'us-east-1',
    registerAuthListener: () => {},
    listLocations: async () => ({
      items: [whole],
      nextToken: undefined,
    }),
    // Downloads and uploads go to S3 itself. In your own app, return credentials for them here.
    getLocationCredentials: async () => {
      throw new Error('this example lists only');
    },
  },
});

function App() {
  const [shown, show] = useState({ sort: 'name' as Sort, contains: '', recursive: false });
  order = shown;
  return (
    <>
      <form onSubmit={(event) => event.preventDefault()}>
        <label>
          Order{' '}
          <select
            value={shown.sort}
            onChange={({ target }) => show({ ...shown, sort: target.value as Sort })}
          >
            {SORTS.map(([sort, label]) => (
              <option key={sort} value={sort}>
                {label}
              </option>
            ))}
          </select>
        </label>{' '}
        <label>
          Name contains{' '}
          <input
            value={shown.contains}
            onChange={({ target }) => show({ ...shown, contains: target.value })}
          />
        </label>{' '}
        <label>
          <input
            type="checkbox"
            checked={shown.recursive}
            onChange={({ target }) => show({ ...shown, recursive: target.checked })}
          />{' '}
          Everything below
        </label>
      </form>
      <StorageBrowser key={JSON.stringify(shown)} defaultValue={{ location: whole }} />
    </>
  );
}

createRoot(document.getElementById('app')!).render(<App />);
