/** The path from the list of buckets to this place; every step is a link. */
import { directoryPlace, formatPlace, type Place } from '../model/place.ts';
import { visibleName } from '../model/visible-name.ts';
import { rememberCameFrom } from './came-from.ts';
import { useExplorer } from './context.ts';

interface Step {
  title: string;
  place: Place;
}

export function Breadcrumbs() {
  const explorer = useExplorer();
  const { bucket, prefix } = explorer.where.place.value;
  if (bucket === undefined) return <nav class="crumbs" aria-label="Breadcrumbs" />;
  const steps = stepsTo(bucket, prefix);
  return (
    <nav class="crumbs" aria-label="Breadcrumbs">
      <ol>
        {steps.map(({ title, place }, index) => (
          <li key={place.prefix}>
            <a
              href={formatPlace(place)}
              aria-current={index === steps.length - 1 ? 'page' : undefined}
              onClick={() => rememberCameFrom(explorer.where.place.peek(), place)}
            >
              <bdi>{title}</bdi>
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}

function stepsTo(bucket: string, prefix: string): Step[] {
  const names = prefix.split('/').slice(0, -1);
  return [
    { title: bucket, place: directoryPlace(bucket, '') },
    ...names.map((name, index) => ({
      // The key `a//b` contains a directory with an empty name.
      title: name === '' ? '\u2205' : visibleName(name),
      place: directoryPlace(
        bucket,
        names
          .slice(0, index + 1)
          .map((it) => `${it}/`)
          .join(''),
      ),
    })),
  ];
}
