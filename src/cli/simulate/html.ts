import { curvesOf } from './curves.ts';
import { escaped } from './escaped.ts';
import { distributionOf, plotOf } from './plot.ts';
import { STYLE } from './style.ts';
import { exposedShare, rolledBackAfterMs } from '../../simulation/rehearsal/summary.ts';
import { hasFailed, type Study } from './study.ts';
import { counts, ending, factsOf, percent, time } from './words.ts';

/** One page that needs nothing else: no script, no font, no picture from anywhere. */
export const asHtml = (studies: readonly Study[]): string => {
  const [title = 'Rehearsal'] = studies.map(
    ({ script }) => `Rehearsal of ${script.plan.name}.${script.plan.namespace}`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
${studies.length > 1 ? overview(studies) : ''}
${studies.map(section).join('\n')}
</main>
</body>
</html>
`;
};

const overview = (studies: readonly Study[]): string =>
  `<table class="overview"><thead><tr><th>scenario</th><th>outcome</th><th>expected</th></tr></thead><tbody>${studies
    .map(
      (study, at) =>
        `<tr><td><a href="#s${at}">${escaped(study.scenario.name)}</a></td><td>${escaped(outcomeOf(study))}${alarmsOf(study)}</td><td>${verdictOf(study)}</td></tr>`,
    )
    .join('')}</tbody></table>`;

const outcomeOf = ({ first, summary }: Study): string =>
  summary.runs > 1 ? `${counts(summary)}, of ${summary.runs} runs` : ending(first);

const alarmsOf = (study: Study): string =>
  factsOf(study)
    .filter(({ isAlarming }) => isAlarming)
    .map(({ what, value }) => `<br><span class="alarm">${escaped(`${what}: ${value}`)}</span>`)
    .join('');

const verdictOf = (study: Study): string => {
  const { scenario, verdict } = study;
  if (verdict === undefined) return hasFailed(study) ? '<span class="no">did not end</span>' : '–';
  const [mark, word] = verdict.holds ? ['yes', 'holds'] : ['no', 'does not hold'];
  return `${escaped(scenario.expect?.text ?? '')} <span class="${mark}">${word}</span>`;
};

const section = (study: Study, at: number): string => {
  const { script, scenario, first, summary, advice } = study;
  const runs =
    summary.runs > 1
      ? `<p class="quiet">Figures of ${summary.runs} runs; the curves and events are those of the first.</p>`
      : '';
  return `<section id="s${at}">
<h2>${escaped(scenario.name)} <span class="${first.result}">${escaped(ending(first))}</span></h2>
${scenario.expect === undefined ? '' : `<p>Expected: ${verdictOf(study)}</p>`}
${runs}
<dl>${factsOf(study)
    .filter(({ what }) => what !== 'expected')
    .map(
      ({ what, value, isAlarming }) =>
        `<div${isAlarming === true ? ' class="alarm"' : ''}><dt>${escaped(what)}</dt><dd>${escaped(value)}</dd></div>`,
    )
    .join('')}</dl>
<div class="plots">${curvesOf(script.plan, first)
    .map((curve) => plotOf(curve, first))
    .join('')}${distributions(study)}</div>
<p class="quiet">Dashed: the bound. A red mark: a warning; point at it, or at a dot, to read it.</p>
${advice.length === 0 ? '' : `<h3>To improve it</h3><ul>${advice.map((line) => `<li>${escaped(line)}</li>`).join('')}</ul>`}
<h3>What happened</h3>
<table class="events"><tbody>${first.moments
    .map(
      ({ atMs, type, reason, message }) =>
        `<tr class="${type}"><td>${time(atMs)}</td><td>${escaped(reason)}</td><td>${escaped(message)}</td></tr>`,
    )
    .join('')}</tbody></table>
${madeUp(study)}
</section>`;
};

/** How far apart many runs are; a figure that is the same in all has nothing to draw. */
const distributions = ({ all }: Study): string => {
  const promoted = all.filter(({ result }) => result === 'promoted').map(({ endedAtMs }) => endedAtMs);
  const rolledBack = all.map(rolledBackAfterMs).filter((ms) => ms !== undefined);
  const inTime = { unit: 'time', told: time } as const;
  const inShares = { unit: 'share', told: percent } as const;
  return [
    isSpread(promoted) ? distributionOf('time to promote', promoted, inTime) : '',
    isSpread(rolledBack) ? distributionOf('time to roll back', rolledBack, inTime) : '',
    isSpread(all.map(exposedShare))
      ? distributionOf('share of requests that met the release', all.map(exposedShare), inShares)
      : '',
  ].join('');
};

const isSpread = (values: readonly number[]): boolean => new Set(values).size > 1;

const madeUp = ({ script }: Study): string =>
  [
    ...(script.madeUp.length === 0
      ? []
      : [`Made up, since no manifest has it: ${script.madeUp.join(', ')}.`]),
    ...(script.passedOver.length === 0 ? [] : [`Passed over: ${script.passedOver.join(', ')}.`]),
  ]
    .map((line) => `<p class="quiet">${escaped(line)}</p>`)
    .join('');
