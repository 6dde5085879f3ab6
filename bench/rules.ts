import { requirePeers } from './peers.ts';
import { type BenchRow, percentile, rounded, spreadOf } from './row.ts';
import { benchCharts } from './rules/charts.ts';
import { cqlEngine } from './rules/cql.ts';
import { type Decisions, FIVE } from './rules/five.ts';
import { flatFacts } from './rules/flat.ts';
import { jsonRulesEngine } from './rules/json-rules-engine.ts';
import { bareDecisions, ourDecisions, RULES_IN_LIBRARY, wholeLibrary } from './rules/ours.ts';

const CHARTS = 200;
const ROUNDS = 9;
/** Each engine takes turns of about this much processor time, so that a noisy moment falls on all of them alike. */
const TURN_MS = 300;

/** An engine over the charts: judges the one with this number. */
type Engine = { readonly name: string; readonly judge: (chart: number) => unknown; readonly rates: number[] };

/**
 * Charts a second of processor time. From FHIR resources ours ends with texts in two languages, citations and what is
 * missing, the others with the bare decision; from flat facts, prepared outside the measurement, all end with the bare
 * decision. All must decide alike on every chart before anything is timed.
 */
export async function benchRules(say: (line: string) => void): Promise<BenchRow[]> {
  const charts = benchCharts(CHARTS);
  const flat = charts.map(flatFacts);
  const over =
    <T>(list: readonly T[], judge: (one: T) => unknown) =>
    (number: number): unknown =>
      judge(list[number % list.length] as T);
  const engine = (name: string, judge: Engine['judge']): Engine => ({ name, judge, rates: [] });
  const five = engine('five rules from a chart', over(charts, ourDecisions));
  const whole = engine(`whole library (${RULES_IN_LIBRARY} rules) from a chart`, over(charts, wholeLibrary));
  const bare = engine('five rules from flat facts', over(flat, bareDecisions));
  await checkAlike(five, bare);

  const load = requirePeers(say);
  const compared: [Engine, Engine | undefined][] = [
    [five, undefined],
    [whole, undefined],
    [bare, undefined],
  ];
  if (load) {
    const runJson = jsonRulesEngine(load);
    const fromChart = engine(
      'json-rules-engine, facts flattened by hand',
      over(charts, (one) => runJson(flatFacts(one))),
    );
    const fromFlat = engine('json-rules-engine', over(flat, runJson));
    const cql = engine('cql-execution, five rules', over(charts, await cqlEngine(load)));
    for (const peer of [fromChart, fromFlat, cql]) await checkAlike(five, peer);
    compared.splice(0, 3, [five, fromChart], [five, cql], [whole, cql], [bare, fromFlat]);
  }
  for (let round = 0; round < ROUNDS; round += 1)
    for (const { judge, rates } of new Set(compared.flatMap((pair) => pair.flatMap((one) => one ?? []))))
      rates.push(await rateOf(judge));
  return compared.map(([ours, peer]) => rowOf(ours, peer));
}

function rowOf({ name, rates }: Engine, peer: Engine | undefined): BenchRow {
  const ours = percentile(rates, 0.5);
  const row = { name: `rules: ${name}`, ours: rounded(ours), unit: 'charts/s', spread: spreadOf(rates) };
  if (!peer) return row;
  const theirs = percentile(peer.rates, 0.5);
  return { ...row, peer: rounded(theirs), peerName: peer.name, ratio: rounded(ours / theirs) };
}

async function checkAlike(one: Engine, other: Engine): Promise<void> {
  for (let chart = 0; chart < CHARTS; chart += 1) {
    const [expected, said] = [(await one.judge(chart)) as Decisions, (await other.judge(chart)) as Decisions];
    const rule = FIVE.find((id) => expected[id] !== said[id]);
    if (rule)
      throw new Error(`chart ${chart}, ${rule}: ${other.name} decides ${said[rule]}, ${one.name} ${expected[rule]}`);
  }
}

async function rateOf(judge: Engine['judge']): Promise<number> {
  const begun = process.cpuUsage();
  const spentMs = (): number => {
    const { user, system } = process.cpuUsage(begun);
    return (user + system) / 1000;
  };
  let judged = 0;
  for (let ms = 0; ms < TURN_MS; ms = spentMs())
    for (let turn = 0; turn < 10; turn += 1) {
      await judge(judged);
      judged += 1;
    }
  return (judged / spentMs()) * 1000;
}
