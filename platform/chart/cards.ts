import type { Told } from '../../domain/cds-hooks/answer.ts';
import type { Silence } from '../../domain/cds-hooks/silence.ts';
import { canonicalHash } from '../../domain/fhir/canonical.ts';
import type { HookName } from '../../schemas/cds-hooks/context.ts';
import type { Severity } from '../../schemas/result.ts';
import { TABLE } from '../../schemas/table.ts';
import { inBatches } from './batches.ts';
import { cardKey, cardPartition, listenerPartition, ruleDayPartition, tokenKey } from './keys.ts';
import type { Row, Store } from './store.ts';

/** Who was told: digests by the region's id key, so that a card names neither physician nor patient. */
export type Listener = string;

/** A card as it was shown. */
export type ShownCard = Told & {
  readonly hook: HookName;
  readonly listener: Listener;
  readonly client: string;
  readonly at: string;
};

/** What a physician answered to a card; his own words may name the patient and stay in the table. */
export type CardFeedback = {
  readonly uuid: string;
  readonly outcome: 'accepted' | 'overridden';
  readonly at: string;
  readonly suggestions: readonly string[];
  readonly reason?: { readonly system?: string; readonly code?: string };
  readonly comment?: string;
};

/** A card of a rule's day: how often it was shown, and what was answered. */
export type CardHistory = {
  readonly uuid: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly hook: string;
  /** Issuer of the record system in which it was shown. */
  readonly client: string;
  readonly firstAt: string;
  readonly shown: number;
  readonly feedback: readonly CardFeedback[];
};

/**
 * How long rows are kept. Fatigue is judged over a year and a month; a matter that was silent for two years may be told
 * again (what is critical returns after 30 days in any case, domain/cds-hooks/silence.ts).
 */
const KEPT_DAYS = { token: 1, card: 400, silence: 730 } as const;
const DAY_SECONDS = 24 * 3600;

const expiring = (from: string, days: number): { readonly [TABLE.expiry]: number } => ({
  [TABLE.expiry]: Math.ceil(Date.parse(from) / 1000) + days * DAY_SECONDS,
});

/** What CDS Hooks needs of the table; the access patterns stand in `README.md`. */
export type Cards = {
  /** False: this token of this issuer was used before. Remembered for a day longer than it lives: clocks differ. */
  useToken(iss: string, jti: string, until: string): Promise<boolean>;
  noteShown(cards: readonly ShownCard[]): Promise<void>;
  /** False: no such card was ever shown to this client. Said again it is the same row. */
  addFeedback(client: string, feedback: CardFeedback): Promise<boolean>;
  /** What this physician has answered of this patient. */
  silences(listener: Listener): Promise<Silence[]>;
  /** Cards of a rule that were first shown on a day (UTC, `2026-01-31`), with what became of them. */
  ofRule(rule: string, day: string): Promise<CardHistory[]>;
};

export const makeCards = (store: Store): Cards => ({
  useToken: (iss, jti, until) =>
    store.put(
      { ...tokenKey(iss, jti), until, ...expiring(until, KEPT_DAYS.token) },
      { condition: 'attribute_not_exists(pk)' },
    ),

  async noteShown(cards) {
    await Promise.all(
      cards.map(({ uuid, rule, matter, severity, facts, hook, listener, client, at }) =>
        store.update(cardKey(uuid), {
          update:
            'SET #rule = :rule, matter = :matter, severity = :severity, facts = :facts, hook = :hook, listener = :listener, client = :client, ' +
            'firstAt = if_not_exists(firstAt, :at), dayPk = if_not_exists(dayPk, :dayPk), daySk = if_not_exists(daySk, :daySk), ' +
            '#expiry = :expiry ADD shown :one',
          names: { '#rule': 'rule', '#expiry': TABLE.expiry },
          values: {
            ':rule': rule,
            ':matter': matter,
            ':severity': severity,
            ':facts': facts,
            ':hook': hook,
            ':listener': listener,
            ':client': client,
            ':at': at,
            ':dayPk': ruleDayPartition(rule, at.slice(0, 10)),
            ':daySk': `${at}#${uuid}`,
            ':expiry': expiring(at, KEPT_DAYS.card)[TABLE.expiry],
            ':one': 1,
          },
        }),
      ),
    );
  },

  async addFeedback(client, feedback) {
    const card = await store.get(cardKey(feedback.uuid));
    if (card?.client !== client) return false;
    const { pk } = cardKey(feedback.uuid);
    await store.put({
      pk,
      sk: `Feedback#${feedback.at}#${canonicalHash(feedback)}`,
      feedback: JSON.stringify(feedback),
      ...expiring(feedback.at, KEPT_DAYS.card),
    });
    await silence(store, card, feedback.at);
    return true;
  },

  async silences(listener) {
    const rows = await store.query({ partition: listenerPartition(listener) });
    return rows.map(({ matter, facts, severity, since }) => ({
      matter: String(matter),
      facts: String(facts),
      severity: severity as Severity,
      since: String(since),
    }));
  },

  async ofRule(rule, day) {
    const found = await store.query({ partition: ruleDayPartition(rule, day), index: 'byDay' });
    // A rule that is told at every opening has thousands of cards a day.
    const histories = await inBatches(found, ({ pk }) => historyOf(store, pk));
    return histories.flatMap((one) => one ?? []);
  },
});

async function historyOf(store: Store, partition: string): Promise<CardHistory | undefined> {
  const rows = await store.query({ partition });
  const card = rows.find(({ sk }) => sk === cardKey('').sk);
  if (card === undefined) return undefined;
  return {
    uuid: partition.slice(cardPartition('').length),
    rule: String(card.rule),
    severity: card.severity as Severity,
    hook: String(card.hook),
    client: String(card.client),
    firstAt: String(card.firstAt),
    shown: Number(card.shown),
    feedback: rows.flatMap(({ feedback }) => (feedback ? [JSON.parse(String(feedback)) as CardFeedback] : [])),
  };
}

/** One row for each severity: that of the newest answer counts. */
async function silence(store: Store, card: Row, since: string): Promise<void> {
  const { listener, matter, facts, severity } = card;
  await store.update(
    { pk: listenerPartition(String(listener)), sk: `${canonicalHash([matter, facts])}#${severity}` },
    {
      update: 'SET matter = :matter, facts = :facts, severity = :severity, since = :since, #expiry = :expiry',
      condition: 'attribute_not_exists(since) OR since < :since',
      names: { '#expiry': TABLE.expiry },
      values: {
        ':matter': matter,
        ':facts': facts,
        ':severity': severity,
        ':since': since,
        ':expiry': expiring(since, KEPT_DAYS.silence)[TABLE.expiry],
      },
    },
  );
}
