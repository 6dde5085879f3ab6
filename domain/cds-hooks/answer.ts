import { createHmac } from 'node:crypto';
import type { Refusal } from '../../schemas/cds-hooks/refusals.ts';
import type { HookRequest, Prefetch } from '../../schemas/cds-hooks/request.ts';
import type { HookCard, HookResponse } from '../../schemas/cds-hooks/response.ts';
import type { Bilingual, CitedFact, Severity } from '../../schemas/result.ts';
import { canonicalHash, canonicalJson } from '../fhir/canonical.ts';
import { uuidOfHash } from '../fhir/uuid.ts';
import type { Language } from '../rules/cards.ts';
import { type ChartEntry, type Facts, makeFacts } from '../rules/facts.ts';
import { type Arrivals, arrivalsOf, CALLING_RECORD } from './arrivals.ts';
import { hookCardOf } from './card.ts';
import { type Judged, judge } from './judge.ts';
import { notCheckedCard } from './not-checked.ts';
import { type Occasion, occasionOf } from './occasion.ts';
import { cut, onePerMatter } from './rank.ts';
import type { Service } from './services.ts';
import { isSilent, type Silence } from './silence.ts';
import { laboratoryOrders, withdrawals } from './suggestions.ts';

/** The regional chart of the same person, once identity and `may()` have allowed it. */
export type RegionalChart = Pick<Facts, 'entries' | 'findings'> & {
  /** Who says what stands in a record: the clinic's name. */
  readonly sourceOf: (record: string) => Bilingual;
};

export type AnswerInput = {
  readonly service: Service;
  readonly call: HookRequest;
  /** What the client sent, with what was fetched in place of absent keys; a key that stays absent did not arrive. */
  readonly prefetch: Prefetch;
  readonly regional?: RegionalChart;
  /** The regional chart was being read and did not come in time: what it might have said is told as not checked. */
  readonly regionalLate?: boolean;
  /** The calling record system, as physicians know it. */
  readonly origin: Bilingual;
  readonly asOf: string;
  readonly zone: string;
  readonly settings?: NonNullable<Facts['settings']>;
  readonly language: Language;
  /** The region's id key: ids of cards tell nobody whose they are. */
  readonly idKey: string;
  readonly desk?: string;
  /** What this physician has answered of this patient before. */
  readonly silences?: readonly Silence[];
};

/** What was told under which id: by it feedback is understood, and silence belongs to matter and facts. */
export type Told = {
  readonly uuid: string;
  readonly rule: string;
  readonly matter: string;
  readonly severity: Severity;
  readonly facts: string;
};

export type Answer = {
  readonly response: HookResponse;
  readonly told: readonly Told[];
  /** What there was no room for, and what this physician has answered already. */
  readonly hidden: readonly Told[];
};

const THIS_ORDER: Bilingual = { en: 'the order of this call', ru: 'назначение этого вызова' };

/**
 * The cards of one hook call: at most five and every critical one, gravest first; `cards` is empty only when each rule of the
 * service was checked. What did not arrive is named by one card; where nothing arrived, the refusal `data-missing` (412).
 */
export function answerCall(input: AnswerInput): Answer | Refusal {
  const { service, call, prefetch, regional, asOf, zone, settings, language } = input;
  const { patientId } = call.context;
  const occasion = occasionOf(call, asOf);
  const arrivals = arrivalsOf(prefetch, service.keys, { patientId, fhirServer: call.fhirServer });
  const entries = [...known(occasion, arrivals), ...(regional?.entries ?? [])];
  const findings = regional?.findings ?? [];
  const facts = makeFacts({ asOf, zone, entries, findings, ...(settings ? { settings } : {}) });
  const judged = judge(service, facts, {
    missed: arrivals.missed,
    occasion,
    regional: regional !== undefined ? 'opened' : input.regionalLate ? 'late' : 'closed',
  });
  if (judged.every(({ blind, conclusions }) => blind && conclusions.length === 0))
    return { refused: 'data-missing', at: lackOf(arrivals, regional, service) };

  const idOf = (...parts: readonly string[]): string => idFor(input, parts);
  const sourceOf = sourcesOf(input, occasion, entries);
  const candidates = judged.flatMap(({ rule, conclusions }) =>
    conclusions
      .filter(({ advice, cited }) => advice.severity === 'critical' || isAbout(cited, occasion))
      .map((conclusion) => {
        const { advice, cited } = conclusion;
        const same = lasting(cited, occasion);
        const told = { rule: rule.id, matter: advice.matter, severity: advice.severity, facts: canonicalHash(same) };
        const uuid = idOf(advice.matter, canonicalHash({ advice, cited: same }));
        const ask = { patientId, language, asOf, idOf: (label: string) => idOf(uuid, label) };
        const suggestions = [
          ...(advice.form === 'DetectedIssue' ? withdrawals(cited, occasion.drafts, ask) : []),
          ...laboratoryOrders(advice.missing, ask),
        ];
        return { ...told, uuid, rule, conclusion, suggestions, actions: suggestions.length, told: { ...told, uuid } };
      }),
  );
  const open = judged.filter((one) => one.open.length > 0);
  const matters = onePerMatter(candidates);
  // Silence is a physician's own: a hook that names none (order-dispatch) tells everybody.
  const silences = 'userId' in call.context ? (input.silences ?? []) : [];
  const heard = matters.filter(({ told }) => isSilent(told, silences, asOf));
  const { shown, hidden } = cut(
    matters.filter((one) => !heard.includes(one)),
    open.length ? 1 : 0,
  );
  const cards = shown.map((one) => hookCardOf({ ...one, language, sourceOf, desk: input.desk }));
  return {
    response: { cards: open.length ? [...cards, gapCard(input, open, idOf)] : cards },
    told: shown.map(({ told }) => told),
    hidden: [...hidden, ...heard].map(({ told }) => told),
  };
}

/** For the engineer of the client: the keys by which the service would have been fed. */
const lackOf = ({ missed }: Arrivals, regional: RegionalChart | undefined, { matter }: Service): string =>
  [...missed.keys(), ...(matter.byFindings && !regional ? ['regional chart'] : [])].join(', ');

function gapCard(input: AnswerInput, open: readonly Judged[], idOf: (...parts: readonly string[]) => string): HookCard {
  const { service, call, language, asOf } = input;
  const uuid = idOf(service.matter.id, 'not checked', ...open.flatMap((one) => one.open.map(({ en }) => en)));
  const ask = {
    patientId: call.context.patientId,
    language,
    asOf,
    idOf: (label: string) => idOf(uuid, label),
  };
  return notCheckedCard({
    matter: service.matter,
    open,
    all: service.rules.length,
    uuid,
    language,
    isUrgent: service.matter.safety === true && call.hook === 'order-sign' && open.some(({ unfed }) => unfed),
    // Never measured can be ordered; what only did not arrive may well be there.
    suggestions: laboratoryOrders(
      open.filter(({ unfed }) => !unfed).flatMap((one) => one.open),
      ask,
    ),
  });
}

/** A draft stands above the same order in a list: it is the newer word. */
function known({ entries }: Occasion, { entries: fetched }: Arrivals): ChartEntry[] {
  const byName = new Map<string, ChartEntry>();
  for (const entry of [...fetched, ...entries]) byName.set(`${entry.resourceType}/${entry.id}`, entry);
  return [...byName.values()];
}

/** What of the cited facts is the same at the next call: a draft without a date is ordered at each moment it is asked about. */
const lasting = (cited: readonly CitedFact[], { undated }: Occasion): CitedFact[] =>
  cited.map(({ time, ...fact }) => (time === undefined || undated.has(fact.reference) ? fact : { ...fact, time }));

/** At an order only what concerns it is said; the rest of the chart has its own moment, when it is opened. */
const isAbout = (cited: readonly CitedFact[], { about }: Occasion): boolean =>
  about === undefined || cited.some(({ reference }) => about.has(reference));

function sourcesOf({ origin, regional }: AnswerInput, { drafts }: Occasion, entries: readonly ChartEntry[]) {
  const records = new Map(entries.map(({ resourceType, id, record }) => [`${resourceType}/${id}`, record]));
  return ({ reference }: CitedFact): Bilingual => {
    if (drafts.has(reference)) return THIS_ORDER;
    const record = records.get(reference);
    return record === undefined || record === CALLING_RECORD || !regional ? origin : regional.sourceOf(record);
  };
}

/** UUIDv8 of who was told what of whom: the same card to the same physician has the same id, another's is another. */
function idFor({ call, idKey }: AnswerInput, parts: readonly string[]): string {
  const user = 'userId' in call.context ? call.context.userId : '';
  const whole = ['card', call.fhirServer ?? '', call.context.patientId, user, ...parts];
  return uuidOfHash(createHmac('sha256', Buffer.from(idKey, 'hex')).update(canonicalJson(whole)).digest());
}
