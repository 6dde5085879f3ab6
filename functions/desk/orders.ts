import type { Fact } from '../../domain/appointments/facts.ts';
import { type ReadyOrder, readyOrders } from '../../domain/desk/orders.ts';
import type { NamePerson } from '../../domain/desk/people.ts';
import { orderItem, orderName, type Signature, signatureOf } from '../../domain/desk/signed-order.ts';
import type { ApiAnswer } from '../../platform/handlers/answer.ts';
import { bodyOf } from '../../platform/handlers/body.ts';
import type { ApiRequest } from '../../platform/handlers/request.ts';
import type { World } from '../../platform/world.ts';
import { type OrderAnswer, OrderBody } from '../../schemas/api/desk-chart.ts';
import type { DeskSuggestion } from '../../schemas/api/desk-parts.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { Bilingual, Result } from '../../schemas/result.ts';
import { citedFacts } from './cited.ts';
import { namesFor, visibleRecords } from './reader.ts';
import { overtaken } from './standing.ts';

/** Orders that a result calls for, each with who has signed it. */
export async function suggestionsOf(
  result: Result,
  asked: { readonly facts: readonly Fact[]; readonly clinic: string; readonly nameOf: NamePerson },
  world: World,
): Promise<DeskSuggestion[]> {
  const { record } = result;
  const ready = readyOrders(result, { ...asked, record, asOf: world.clock().toISOString() });
  return Promise.all(
    ready.map(async ({ id, label, does }) => {
      const signed = await signedOf(record, { id, does }, world);
      return { id, label, does, ...(signed ? { signed: { ...asked.nameOf(signed.by), at: signed.at } } : {}) };
    }),
  );
}

async function signedOf(
  record: string,
  ready: Pick<ReadyOrder, 'id' | 'does'>,
  { chart }: World,
): Promise<Signature | undefined> {
  const { type, id } = orderName(record, ready);
  return signatureOf((await chart.get(record, type, id))?.resource);
}

/** Nothing carries an order to a record system (functions/publish sends results alone): that is said, not hidden. */
const KEPT: Readonly<Record<DeskSuggestion['does'], Bilingual>> = {
  order: {
    ru: 'Направление подписано и хранится в региональной карте. В вашу медицинскую систему оно само не передаётся: внесите его там.',
    en: 'The order is signed and kept in the region’s chart. Nothing carries it to your record system: enter it there.',
  },
  book: {
    ru: 'Просьба о записи хранится в региональной карте. Записывает на приём регистратура: передайте ей.',
    en: 'The request for an appointment is kept in the region’s chart. The registry books it: tell them.',
  },
  stop: {
    ru: 'Решение об отмене хранится в региональной карте. Назначение в вашей медицинской системе ещё действует: отмените его там.',
    en: 'The decision to stop is kept in the region’s chart. The prescription in your record system still stands: end it there.',
  },
  withdraw: {
    ru: 'Решение об отзыве хранится в региональной карте. Направление в вашей медицинской системе ещё действует: отзовите его там.',
    en: 'The decision to withdraw is kept in the region’s chart. The order in your record system still stands: withdraw it there.',
  },
};

/**
 * Signs a suggestion of a result that stands: the order is made anew from the result, never taken from the caller, and signed
 * again it is the same order with its first signer.
 * @throws OkaError `not-found` for a suggestion that the result does not make
 */
export async function signOrder(request: ApiRequest, world: World): Promise<ApiAnswer> {
  const { suggestion, resultId, version } = bodyOf(OrderBody, request.body);
  const { path, principal } = request;
  const { chart, clock } = world;
  const record = path.record ?? '';
  const result = (await chart.advice(record))?.results.find((one) => one.resultId === resultId);
  if (result === undefined || version > result.version) throw new OkaError('not-found', 'result');
  if (version < result.version) return overtaken(version, result, request, world);
  const visible = await visibleRecords(record, principal, world);
  const clinic = visible.clinicOf.get(record);
  if (clinic === undefined) throw new OkaError('forbidden', 'sign-order');
  const at = clock().toISOString();
  const { facts } = await citedFacts(result, visible, world);
  const ready = readyOrders(result, { facts, record, clinic, asOf: at }).find(({ ids }) => ids.includes(suggestion));
  if (ready === undefined) throw new OkaError('not-found', 'suggestion');
  const nameOf = namesFor(principal, world);
  const known = await signedOf(record, ready, world);
  const signature = known ?? signatureBy(principal, nameOf(principal.id).name, at);
  if (known === undefined)
    await chart.write({ items: [orderItem(record, ready, signature)], owners: { [record]: clinic } });
  const { type, id } = orderName(record, ready);
  const json: OrderAnswer = {
    order: {
      ...{ reference: `${type}/${id}`, suggestion: ready.id, label: ready.label },
      signed: { ...nameOf(signature.by), at: signature.at },
    },
    carried: 'kept',
    whatToDo: KEPT[ready.does],
    ...(known ? { repeat: true as const } : {}),
  };
  return { status: 200, json, alsoAbout: [`${type}/${id}`] };
}

function signatureBy({ id, staff, session }: ApiRequest['principal'], name: string | undefined, at: string): Signature {
  const [number] = staff ?? [];
  return {
    by: id,
    ...(name ? { name } : {}),
    ...(number ? { staff: number } : {}),
    ...(session ? { iss: session.iss } : {}),
    at,
  };
}
