/** Of the page; light or dark as the reader's system is. */
export const STYLE = `
:root { color-scheme: light dark; --text: light-dark(#1c2430, #e4e8ee); --quiet: light-dark(#5b6675, #9aa6b5);
  --line: light-dark(#dfe4ea, #313b48); --back: light-dark(#ffffff, #141a22); --card: light-dark(#f6f8fa, #1b232d);
  --good: light-dark(#1a7f45, #4cc38a); --bad: light-dark(#c0362c, #ff7b6b); --curve: light-dark(#2563c9, #6ea8ff); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 1120px; margin: 0 auto; padding: 24px 20px 60px; }
h1 { font-size: 24px; margin: 0 0 16px; } h2 { font-size: 19px; margin: 40px 0 8px; } h3 { font-size: 15px; margin: 24px 0 6px; }
h2 span { display: inline-block; font-weight: 500; font-size: 15px; padding: 2px 9px; border-radius: 10px; background: var(--card); margin-left: 6px; }
.promoted, .yes { color: var(--good); } .rolledBack, .unfinished, .notInitialised, .no { color: var(--bad); }
.quiet { color: var(--quiet); font-size: 13px; }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(320px, 1fr)); gap: 8px; margin: 12px 0; }
dl div { background: var(--card); border-radius: 8px; padding: 8px 12px; } dt { color: var(--quiet); font-size: 13px; } dd { margin: 0; }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(480px, 100%), 1fr)); gap: 14px; }
figure { margin: 0; background: var(--card); border-radius: 8px; padding: 8px 10px; } figcaption { font-size: 13px; color: var(--quiet); }
svg { width: 100%; height: auto; display: block; } svg text { fill: var(--quiet); font-size: 12px; }
.value { text-anchor: end; } .time { text-anchor: middle; }
.grid { stroke: var(--line); } .bound { stroke: var(--bad); stroke-dasharray: 5 4; } .warning line { stroke: var(--bad); stroke-opacity: .4; } .warning path { fill: var(--bad); }
.column { fill: var(--curve); fill-opacity: .75; } .none { text-anchor: middle; font-size: 14px; }
.alarm, .alarm dt { color: var(--bad); }
.weight, .measured { fill: none; stroke: var(--curve); stroke-width: 2; } .measured { stroke-opacity: .5; } circle { fill: var(--curve); }
table { border-collapse: collapse; width: 100%; font-size: 14px; } td, th { padding: 4px 10px 4px 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
th { color: var(--quiet); font-weight: 500; } .events td:first-child { white-space: nowrap; color: var(--quiet); width: 80px; }
.Warning td:nth-child(2) { color: var(--bad); } a { color: inherit; }
`;
