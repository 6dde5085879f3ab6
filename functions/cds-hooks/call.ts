import { type Answer, answerCall } from '../../domain/cds-hooks/answer.ts';
import { fetchPlan } from '../../domain/cds-hooks/fetch-plan.ts';
import { readCall } from '../../domain/cds-hooks/read-call.ts';
import { type Service, serviceFor, servicesOf } from '../../domain/cds-hooks/services.ts';
import { activeRules } from '../../domain/delivery/results.ts';
import { settingsOf } from '../../domain/rules/decisions.ts';
import { variableOf } from '../../platform/environment.ts';
import { readFhir } from '../../platform/fhir-reader.ts';
import type { ApiRequest } from '../../platform/handlers/request.ts';
import type { World } from '../../platform/world.ts';
import type { Refusal } from '../../schemas/cds-hooks/refusals.ts';
import type { HookRequest, Prefetch } from '../../schemas/cds-hooks/request.ts';
import type { Bilingual } from '../../schemas/result.ts';
import { languageOf } from './language.ts';
import { listenerOf } from './listener.ts';
import { openRegional } from './regional.ts';

/** How long a call waits for the client's own server: safety is waited for, courtesy is not. */
const WAIT_MS = { safety: 1800, other: 350 } as const;

export type Answered = Answer & { readonly records: readonly string[] };

/**
 * One hook call, from its bytes to its cards: what is missing is fetched within its time, the regional chart is opened if it
 * is surely the same person, what this physician has answered already is left out, and what is shown is remembered before it is.
 */
export async function answerHook(request: ApiRequest, world: World): Promise<Answered | Refusal> {
  const { chart, region, env, clock } = world;
  const { principal } = request;
  const read = readCall(request.body);
  if ('refused' in read) return read;
  const { call } = read;
  const found = serviceFor(servicesOf(activeRules(region)), request.path.id ?? '', call.hook);
  if ('refused' in found) return found;
  const { service } = found;
  const { once } = principal;
  if (once === undefined || !(await chart.cards.useToken(principal.id, once.jti, once.until)))
    return { refused: 'untrusted-client' };

  const idKey = variableOf(env, 'OKA_ID_KEY');
  const listener = listenerOf(principal.id, call, idKey);
  const [prefetch, silences] = await Promise.all([
    gathered(call, service, serversOf(principal.id, world)),
    chart.cards.silences(listener),
  ]);
  const opened = await openRegional(prefetch.patient, principal, world);
  const at = clock().toISOString();
  const answer = answerCall({
    service,
    call,
    prefetch,
    ...(opened ? { regional: opened.chart } : {}),
    origin: originOf(principal.id, world),
    asOf: at,
    zone: region.zone,
    settings: settingsOf(region),
    language: languageOf(request.headers),
    idKey,
    silences,
  });
  if ('refused' in answer) return answer;
  const shown = answer.told.map((told) => ({ ...told, hook: call.hook, listener, client: principal.id, at }));
  await chart.cards.noteShown(shown);
  return { ...answer, records: opened?.records ?? [] };
}

/** What came, and what could be fetched in place of absent keys. */
async function gathered(call: HookRequest, service: Service, servers: readonly string[]): Promise<Prefetch> {
  const plan = fetchPlan(call, service, servers);
  if (plan === undefined) return call.prefetch ?? {};
  const isUrgent = service.matter.safety === true && call.hook === 'order-sign';
  const fetched = await readFhir(plan, AbortSignal.timeout(isUrgent ? WAIT_MS.safety : WAIT_MS.other));
  return { ...call.prefetch, ...fetched };
}

const serversOf = (client: string, { region }: World): readonly string[] =>
  region.issuers.find(({ iss }) => iss === client)?.fhirServers ?? [];

/** The record system as physicians know it. */
function originOf(client: string, { region }: World): Bilingual {
  const ehr = region.issuers.find(({ iss }) => iss === client)?.ehr;
  return region.ehrs.find(({ id }) => id === ehr)?.title ?? { en: 'record system', ru: 'медицинская система' };
}
