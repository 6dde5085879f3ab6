import { may } from '../../domain/access/may.ts';
import { bannerOf } from '../../domain/desk/banner.ts';
import { cardsOf } from '../../domain/desk/cards.ts';
import { isOfAi } from '../../domain/desk/sentence.ts';
import { timelineOf } from '../../domain/desk/timeline.ts';
import { clinicById } from '../../domain/region.ts';
import { inBatches } from '../../platform/chart/batches.ts';
import type { ApiAnswer } from '../../platform/handlers/answer.ts';
import type { ApiRequest } from '../../platform/handlers/request.ts';
import { small } from '../../platform/handlers/small.ts';
import type { World } from '../../platform/world.ts';
import { type DeskCard, type DeskChart, DeskChartQuery, TimelineKind } from '../../schemas/api/desk-chart.ts';
import { OkaError } from '../../schemas/errors.ts';
import { deskFact } from './cited.ts';
import { suggestionsOf } from './orders.ts';
import { type Person, readPerson } from './person.ts';
import { namesFor, patientLine, visibleRecords } from './reader.ts';

const PAGE = 100;

/** A patient's chart: who he is, what is advised now, and all facts by their date, a hundred at a time. */
export async function readChart(request: ApiRequest, world: World): Promise<ApiAnswer> {
  const { path, query, principal } = request;
  const { before, kinds } = DeskChartQuery.parse(query);
  const { region, clock } = world;
  const record = path.record ?? '';
  const visible = await visibleRecords(record, principal, world);
  const clinic = clinicById(region, visible.clinicOf.get(record) ?? '');
  if (clinic === undefined) throw new OkaError('forbidden', 'open-chart');
  const [person, patient] = await Promise.all([readPerson(record, visible, world), patientLine(record, world)]);
  const asOf = clock().toISOString();
  const all = timelineOf(person.facts, person.results, visible.clinicOf);
  const wanted = kinds?.split(',');
  const left = all
    .filter(({ line }) => wanted === undefined || wanted.includes(line.kind))
    .filter(({ place }) => before === undefined || place < before);
  const page = left.slice(0, PAGE);
  const last = left.length > page.length ? page.at(-1)?.place : undefined;
  const { cards, more } = before === undefined ? cardsOf(person) : { cards: [], more: 0 };
  const json: DeskChart = {
    ...{ asOf, record, banner: bannerOf(patient, { facts: person.facts, clinic, asOf }) },
    hiddenRecords: visible.hidden,
    unreconciled: person.unreconciled,
    timeline: page.map(({ line }) => line),
    counts: countsOf(all.map(({ line }) => line.kind)),
    ...(last === undefined ? {} : { before: last }),
    cards: await inBatches(cards, (card) => cardOf(card, { person, clinic: clinic.id }, request, world)),
    cardsMore: more,
    may: { order: may(principal, 'sign-order', { clinic: clinic.id }) },
  };
  return small(request, { status: 200, json, alsoAbout: [...visible.clinicOf.keys()].map((one) => `Patient/${one}`) });
}

const countsOf = (kinds: readonly TimelineKind[]): DeskChart['counts'] =>
  TimelineKind.options.flatMap((kind) => {
    const count = kinds.filter((one) => one === kind).length;
    return count === 0 ? [] : [{ kind, count }];
  });

async function cardOf(
  { result, ...words }: ReturnType<typeof cardsOf>['cards'][number],
  { person, clinic }: { readonly person: Person; readonly clinic: string },
  { principal }: ApiRequest,
  world: World,
): Promise<DeskCard> {
  const { record, resultId, version, severity, cited } = result;
  const { facts } = person;
  const seen = new Set(facts.map(({ resource, id }) => `${resource.resourceType}/${id}`));
  return {
    ...{ record, resultId, version, severity, ai: isOfAi(result), ...words },
    facts: cited.map((fact) => deskFact(fact, result, seen)),
    suggestions: await suggestionsOf(result, { facts, clinic, nameOf: namesFor(principal, world) }, world),
  };
}
