import { type Answer, answerCall } from '../../domain/cds-hooks/answer.ts';
import { fetchPlan } from '../../domain/cds-hooks/fetch-plan.ts';
import { readCall } from '../../domain/cds-hooks/read-call.ts';
import { serviceFor } from '../../domain/cds-hooks/services.ts';
import { settingsOf } from '../../domain/rules/decisions.ts';
import { variableOf } from '../../platform/environment.ts';
import { readFhir } from '../../platform/fhir-reader.ts';
import type { ApiRequest } from '../../platform/handlers/request.ts';
import type { World } from '../../platform/world.ts';
import type { Refusal } from '../../schemas/cds-hooks/refusals.ts';
import type { Bilingual } from '../../schemas/result.ts';
import { deadlineOf, LATE } from './deadline.ts';
import { servicesInForce } from './in-force.ts';
import { languageOf } from './language.ts';
import { listenerOf } from './listener.ts';
import { isNew } from './once.ts';
import { openRegional } from './regional.ts';

export type Answered = Answer & { readonly records: readonly string[] };

/**
 * One hook call, from its bytes to its cards: what is missing is fetched, the regional chart is opened if it is surely the
 * same person, what this physician has answered already is left out, and what is shown is remembered before it is. Whatever
 * has not come by the one deadline did not arrive, and a card says so.
 */
export async function answerHook(request: ApiRequest, world: World): Promise<Answered | Refusal> {
  const { chart, region, env, clock } = world;
  const { principal } = request;
  const began = performance.now();
  const read = readCall(request.body);
  if ('refused' in read) return read;
  const { call } = read;
  const found = serviceFor(servicesInForce(region), request.path.id ?? '', call.hook);
  if ('refused' in found) return found;
  const { service } = found;
  const deadline = deadlineOf(service, call.hook, performance.now() - began);
  const idKey = variableOf(env, 'OKA_ID_KEY');
  const listener = listenerOf(principal.id, call, idKey);
  const answers = deadline.within(chart.cards.silences(listener));
  // Nothing is asked of the client's server for a token that has been used.
  if (!(await isNew(principal, world))) return { refused: 'untrusted-client' };

  const { prefetch: given = {} } = call;
  const plan = fetchPlan(call, service, serversOf(principal.id, world));
  const reads = plan ? readFhir(plan, deadline.signal) : new Map<string, never>();
  const patient = Object.hasOwn(given, 'patient') ? Promise.resolve(given.patient) : reads.get('patient');
  // The patient is enough to open the regional chart: it does not wait for the rest.
  const opening = Promise.resolve(patient).then((one) => openRegional(one, principal, world, service.rules));
  const [silences, opened, ...fetched] = await Promise.all([
    answers,
    deadline.within(opening),
    ...[...reads].map(async ([key, answer]) => [key, await answer] as const),
  ]);
  const came = fetched.flatMap(([key, answer]) => (answer === undefined ? [] : [[key, answer] as const]));
  const at = clock().toISOString();
  const answer = answerCall({
    service,
    call,
    prefetch: { ...given, ...Object.fromEntries(came) },
    ...(opened === LATE ? { regionalLate: true } : opened ? { regional: opened.chart } : {}),
    origin: originOf(principal.id, world),
    asOf: at,
    zone: region.zone,
    settings: settingsOf(region),
    language: languageOf(request.headers),
    idKey,
    ...(region.desk === undefined ? {} : { desk: region.desk }),
    // Told twice is better than not at all.
    silences: silences === LATE ? [] : silences,
  });
  if ('refused' in answer) return answer;
  const shown = answer.told.map((told) => ({ ...told, hook: call.hook, listener, client: principal.id, at }));
  await chart.cards.noteShown(shown);
  return { ...answer, records: opened === LATE || !opened ? [] : opened.records };
}

const serversOf = (client: string, { region }: World): readonly string[] =>
  region.issuers.find(({ iss }) => iss === client)?.fhirServers ?? [];

/** The record system as physicians know it. */
function originOf(client: string, { region }: World): Bilingual {
  const ehr = region.issuers.find(({ iss }) => iss === client)?.ehr;
  return region.ehrs.find(({ id }) => id === ehr)?.title ?? { en: 'record system', ru: 'медицинская система' };
}
