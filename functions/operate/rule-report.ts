import { figuresOf } from '../../domain/cds-hooks/fatigue.ts';
import { activeRules } from '../../domain/delivery/results.ts';
import type { Region } from '../../domain/region.ts';
import { RULES } from '../../domain/rules/catalogue.ts';
import { inBatches } from '../../platform/chart/batches.ts';
import type { CardHistory } from '../../platform/chart/cards.ts';
import type { ApiRoute } from '../../platform/handlers/api.ts';
import type { ApiRequest } from '../../platform/handlers/request.ts';
import type { World } from '../../platform/world.ts';
import { type RuleReportAnswer, RuleReportQuery } from '../../schemas/api/rule-report.ts';
import { OkaError } from '../../schemas/errors.ts';
import { ofClinic } from './of-clinic.ts';

const DAY_MS = 24 * 3600_000;
const USUAL_DAYS = 30;
const MOST_DAYS = 92;
/** Queries at a time. */
const AT_ONCE = 32;

export const ruleReportRoutes: Readonly<Record<string, ApiRoute>> = {
  'GET /rules/report': {
    action: 'read-rule-figures',
    resource: ({ query }, world) => {
      const { clinic } = RuleReportQuery.parse(query);
      return clinic === undefined ? { about: 'rules/report' } : ofClinic(clinic, 'rules/report', world);
    },
    handle: async (request, world) => ({ status: 200, json: await reportRules(request, world) }),
  },
};

/**
 * What physicians did with the cards of each rule that were first shown in a period. Rules that the region tells stand in it
 * with nothing too: that a rule never speaks is a figure.
 * @throws OkaError `malformed-request` for a period that ends before it begins or is longer than 92 days
 */
async function reportRules({ query }: ApiRequest, { chart, region, clock }: World): Promise<RuleReportAnswer> {
  const { clinic, rule, ...period } = RuleReportQuery.parse(query);
  const asOf = clock().toISOString();
  const to = period.to ?? asOf.slice(0, 10);
  const from = period.from ?? dayBefore(to, USUAL_DAYS - 1);
  const days = daysBetween(from, to);
  if (days.length === 0 || days.length > MOST_DAYS) throw new OkaError('malformed-request', 'query.from');
  const told = new Set(activeRules(region).map(({ id }) => id));
  const ids = RULES.map(({ id }) => id).filter((id) => rule === undefined || id === rule);
  if (ids.length === 0) throw new OkaError('not-found', 'rule');
  const asked = ids.flatMap((id) => days.map((day) => ({ id, day })));
  const pages = await inBatches(asked, ({ id, day }) => chart.cards.ofRule(id, day), AT_ONCE);
  const cards = Map.groupBy(pages.flat(), (card) => card.rule);
  const rules = ids.flatMap((id) => {
    const own = (cards.get(id) ?? []).map((card) => ({ card, place: placeOf(card, region) }));
    const wanted = own.filter(({ place }) => clinic === undefined || place === clinic);
    if (wanted.length === 0 && !told.has(id)) return [];
    const places = [...Map.groupBy(wanted, ({ place }) => place)].map(
      ([place, of]) => [place, figures(of, asOf)] as const,
    );
    return [{ rule: id, all: figures(wanted, asOf), places: Object.fromEntries(places) }];
  });
  return { from, to, asOf, rules };
}

const figures = (of: readonly { readonly card: CardHistory }[], asOf: string) =>
  figuresOf(
    of.map(({ card }) => card),
    asOf,
  );

/** Where a card was shown: the clinic of the record system that asked, where it has but one. */
function placeOf({ client }: CardHistory, { issuers, clinics }: Region): string {
  const ehr = issuers.find(({ iss }) => iss === client)?.ehr;
  if (ehr === undefined) return 'unknown';
  const [only, ...others] = clinics.filter((one) => one.ehr === ehr);
  return only !== undefined && others.length === 0 ? only.id : `ehr:${ehr}`;
}

const dayBefore = (day: string, days: number): string =>
  new Date(Date.parse(day) - days * DAY_MS).toISOString().slice(0, 10);

function daysBetween(from: string, to: string): string[] {
  const days: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to) && days.length <= MOST_DAYS; at += DAY_MS)
    days.push(new Date(at).toISOString().slice(0, 10));
  return days;
}
