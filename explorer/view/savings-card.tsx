/** What the index saves, according to the counters of the answering instance. */
import type { StatsAnswer } from '../../contract/answers/stats.ts';
import { formatCount, formatDollars, formatMoment, formatShare } from '../model/format.ts';
import { useExplorer } from './context.ts';

export function SavingsCard() {
  const stats = useExplorer().stats.value;
  return (
    <section class="card" aria-labelledby="savings-title">
      <h2 id="savings-title">Saved</h2>
      {typeof stats === 'object' ? (
        <Figures stats={stats} />
      ) : (
        <p class="muted">{stats === 'refused' ? 'Only operators may see this.' : 'No counters yet.'}</p>
      )}
    </section>
  );
}

function Figures({ stats }: { stats: StatsAnswer }) {
  const { requests, hits, partial, misses, bypassed, s3, dynamodb, dollars } = stats;
  const perMillion = requests === 0 ? 0 : (dollars.saved / requests) * 1e6;
  return (
    <>
      <dl class="figures">
        <Figure title="Hit rate" value={formatShare(hits, requests)} />
        <Figure title="S3 calls avoided" value={formatCount(s3.listsAvoided + s3.headsAvoided)} />
        <Figure title="Saved" value={formatDollars(dollars.saved)} />
      </dl>
      <ShareBar
        parts={[
          { name: 'hits', count: hits },
          { name: 'partial', count: partial },
          { name: 'misses', count: misses + bypassed },
        ]}
      />
      <dl class="facts">
        <div>
          <dt>S3 calls made</dt>
          <dd>
            {formatCount(s3.lists)} LIST, {formatCount(s3.heads)} HEAD
          </dd>
        </div>
        <div>
          <dt>DynamoDB units</dt>
          <dd>
            {formatCount(Math.round(dynamodb.readUnits))} read, {formatCount(Math.round(dynamodb.writeUnits))}{' '}
            written
          </dd>
        </div>
        <div>
          <dt>Saved per million answers</dt>
          <dd>{formatDollars(perMillion)}</dd>
        </div>
        <div>
          <dt title="Against a caller who also sends a HEAD for every object listed">Saved, with HEADs</dt>
          <dd>{formatDollars(dollars.savedWithHeads)}</dd>
        </div>
        <div>
          <dt title="On S3 calls, DynamoDB, API Gateway, Lambda and logs">Spent</dt>
          <dd>{formatDollars(dollars.spent)}</dd>
        </div>
        <div>
          <dt title="API Gateway, Lambda and logs, which plain S3 does not need">
            Of this, API, function and logs
          </dt>
          <dd>{formatDollars(dollars.front)}</dd>
        </div>
      </dl>
      <p class="muted">
        {formatCount(requests)} requests since {formatMoment(stats.since).slice(11)}, this page's included;
        prices of {dollars.region}.
      </p>
    </>
  );
}

function Figure({ title, value }: { title: string; value: string }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function ShareBar({ parts }: { parts: { name: string; count: number }[] }) {
  const there = parts.filter(({ count }) => count > 0);
  const text = there.map(({ name, count }) => `${formatCount(count)} ${name}`).join(', ');
  return (
    <div class="share" role="img" aria-label={text || 'no requests yet'} title={text}>
      {there.map(({ name, count }) => (
        <span key={name} class={name} style={{ flexGrow: String(count) }} />
      ))}
    </div>
  );
}
