import { requirePeers } from './peers.ts';
import type { BenchRow } from './row.ts';
import { percentile, rounded, spreadOf } from './row.ts';
import { benchCharts, type Chart } from './rules/charts.ts';
import { cqlEngine } from './rules/cql.ts';
import { type Decisions, FIVE } from './rules/five.ts';
import { jsonRulesEngine } from './rules/json-rules-engine.ts';
import { ourDecisions, RULES_IN_LIBRARY, wholeLibrary } from './rules/ours.ts';

const CHARTS = 200;
const ROUNDS = 9;
/** Each engine takes turns of about this much processor time, so that a noisy moment falls on all of them alike. */
const TURN_MS = 400;

type Engine = { readonly name: string; readonly judge: (chart: Chart) => unknown; readonly rates: number[] };

/**
 * Charts a second of processor time, from FHIR resources to what is said: ours with texts in two languages, citations and
 * what is missing; the others with the bare decision. All three must decide alike before anything is timed.
 */
export async function benchRules(say: (line: string) => void): Promise<BenchRow[]> {
  const charts = benchCharts(CHARTS);
  const ours = [engine('five rules', ourDecisions), engine(`whole library, ${RULES_IN_LIBRARY} rules`, wholeLibrary)];
  const load = requirePeers(say);
  const peers = load
    ? [engine('json-rules-engine', jsonRulesEngine(load)), engine('cql-execution', await cqlEngine(load))]
    : [];
  for (const peer of peers) await checkAlike(peer, charts);
  for (let round = 0; round < ROUNDS; round += 1)
    for (const { judge, rates } of [...ours, ...peers]) rates.push(await rateOf(judge, charts));

  return ours.flatMap(({ name, rates }) => {
    const row = {
      name: `rules: ${name}`,
      ours: rounded(percentile(rates, 0.5)),
      unit: 'charts/s',
      spread: spreadOf(rates),
    };
    if (!peers.length) return [row];
    return peers.map((peer) => {
      const theirs = percentile(peer.rates, 0.5);
      const ratio = rounded(percentile(rates, 0.5) / theirs);
      return { ...row, peer: rounded(theirs), peerName: `${peer.name}, five rules`, ratio };
    });
  });
}

const engine = (name: string, judge: Engine['judge']): Engine => ({ name, judge, rates: [] });

async function checkAlike({ name, judge }: Engine, charts: readonly Chart[]): Promise<void> {
  for (const chart of charts) {
    const [expected, said] = [ourDecisions(chart), (await judge(chart)) as Decisions];
    const other = FIVE.find((rule) => expected[rule] !== said[rule]);
    if (other)
      throw new Error(`${name} decides ${other} of ${chart.id} as ${said[other]}, the library ${expected[other]}`);
  }
}

async function rateOf(judge: Engine['judge'], charts: readonly Chart[]): Promise<number> {
  const begun = process.cpuUsage();
  const spentMs = (): number => {
    const { user, system } = process.cpuUsage(begun);
    return (user + system) / 1000;
  };
  let judged = 0;
  for (let ms = 0; ms < TURN_MS; ms = spentMs())
    for (let turn = 0; turn < 10; turn += 1) {
      const chart = charts[judged % charts.length];
      if (chart) await judge(chart);
      judged += 1;
    }
  return (judged / spentMs()) * 1000;
}
