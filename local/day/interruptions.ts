import { ruleOf, type Told } from './hooks.ts';

/** A card that stops a physician in what he does: a critical one, or any while he signs an order. */
export type Interruption = {
  readonly person: string;
  readonly hook: string;
  readonly rule: string;
  readonly summary: string;
};

export type Interruptions = {
  /** Patients whose charts were opened or whose orders were signed. */
  readonly patients: number;
  readonly calls: number;
  readonly cards: number;
  readonly interruptive: readonly Interruption[];
  /** Calls that were not answered with cards, by status: 412 where nothing could be read. */
  readonly refused: Readonly<Record<string, number>>;
  /** 95th percentile of the answers, in milliseconds. */
  readonly p95Ms: number;
  readonly told: readonly Told[];
};

/** What the record systems were told on a day. */
export function interruptionsOf(told: readonly Told[]): Interruptions {
  const refused: Record<string, number> = {};
  for (const { answer } of told) if (answer.status !== 200) refused[answer.status] = (refused[answer.status] ?? 0) + 1;
  const times = told.map(({ answer }) => answer.ms).sort((a, b) => a - b);
  return {
    patients: new Set(told.map(({ call }) => call.person)).size,
    calls: told.length,
    cards: told.reduce((sum, { answer }) => sum + answer.cards.length, 0),
    interruptive: told.flatMap(({ call, answer }) =>
      answer.cards
        .filter(({ indicator }) => indicator === 'critical' || call.hook === 'order-sign')
        .map((card) => ({
          person: call.person,
          hook: call.hook,
          rule: ruleOf(card) ?? '',
          summary: card.summary,
        })),
    ),
    refused,
    p95Ms: Math.round(times[Math.ceil(times.length * 0.95) - 1] ?? 0),
    told,
  };
}

/** The day's figure in a line: how often physicians were interrupted. */
export function sentenceOf({ patients, calls, cards, interruptive, refused, p95Ms }: Interruptions): string {
  const per10 = patients === 0 ? 0 : (interruptive.length * 10) / patients;
  const others = Object.entries(refused).map(([status, count]) => `${count} answered ${status}`);
  return [
    `CDS Hooks: ${patients} patients, ${calls} calls, ${cards} cards, ${interruptive.length} of them interrupt (${per10.toFixed(2)} per 10 patients)`,
    ...others,
    `p95 ${p95Ms} ms`,
  ].join(', ');
}
