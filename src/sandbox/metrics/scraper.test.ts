import { expect, test } from '@jest/globals';
import { silentLog } from '../../runtime/log.ts';
import { VirtualClock } from '../../runtime/virtual-clock.ts';
import { evaluateInstant } from './promql.ts';
import type { Sample } from './samples.ts';
import type { ScrapeTarget } from './scraper.ts';
import { makeScraper } from './scraper.ts';
import { makeSeriesStore } from './series-store.ts';

const scene = () => {
  const clock = new VirtualClock();
  const store = makeSeriesStore({});
  const exposed: Sample[] = [];
  const source = { collect: (): Iterable<Sample> => exposed };
  const targets: ScrapeTarget[] = [{ labels: { job: 'app', instance: 'a:80' }, source }];
  const options = { clock, store, targets: () => targets, intervalMs: 1000, log: silentLog };
  const ask = (query: string): unknown => evaluateInstant(store, query, clock.now()).result;
  return { clock, exposed, source, targets, scraper: makeScraper(options), ask };
};
const value = (text: string): object => ({ value: [expect.any(Number), text] });

test('adds the target’s labels, and keeps a label of the same name aside', () => {
  const { exposed, scraper, ask } = scene();
  exposed.push({ labels: { __name__: 'x', job: 'mine', empty: '' }, value: 1 });
  scraper.scrapeNow();
  expect(ask('x')).toMatchObject([
    { metric: { __name__: 'x', job: 'app', instance: 'a:80', exported_job: 'mine' } },
  ]);
  expect(ask('scrape_samples_scraped')).toMatchObject([value('1')]);
});

test('ends a series that its target stops exposing at once, not after five minutes', async () => {
  const { clock, exposed, scraper, ask } = scene();
  exposed.push({ labels: { __name__: 'x' }, value: 1 }, { labels: { __name__: 'y' }, value: 1 });
  scraper.scrapeNow();
  exposed.pop();
  await clock.advance(1000);
  scraper.scrapeNow();
  expect(ask('x')).toMatchObject([value('1')]);
  expect(ask('y')).toEqual([]);
  expect(ask('count_over_time(y[1m])')).toMatchObject([value('1')]);
});

test('goes on with a series whose source builds new label objects at each scrape', async () => {
  const { clock, exposed, scraper, ask } = scene();
  for (const count of [1, 2, 3]) {
    exposed.splice(0, 1, { labels: { __name__: 'x' }, value: count });
    scraper.scrapeNow();
    await clock.advance(1000);
  }
  expect(ask('count_over_time(x[1m])')).toMatchObject([value('3')]);
});

test('ends all series of a target that is gone, with its up', async () => {
  const { clock, exposed, targets, scraper, ask } = scene();
  exposed.push({ labels: { __name__: 'x' }, value: 1 });
  scraper.scrapeNow();
  expect(ask('up')).toMatchObject([value('1')]);
  targets.pop();
  await clock.advance(1000);
  scraper.scrapeNow();
  expect(ask('{__name__=~".+"}')).toEqual([]);
});

test('says up 0 for a target that fails, and does not fail itself', () => {
  const { source, scraper, ask } = scene();
  source.collect = () => {
    throw new Error('connection refused');
  };
  scraper.scrapeNow();
  expect(ask('up')).toMatchObject([value('0')]);
});

test('scrapes once per interval until it is aborted, and then ends quietly', async () => {
  const { clock, scraper, ask } = scene();
  const stop = new AbortController();
  const ran = scraper.run(stop.signal);
  await clock.advance(10_000);
  stop.abort();
  await ran;
  await clock.advance(10_000);
  expect(ask('count_over_time(up[1m])')).toMatchObject([value('11')]);
});
