import { outcomeOf } from '../../domain/cds-hooks/outcome.ts';
import { readFeedback } from '../../domain/cds-hooks/read-call.ts';
import { discoveryOf } from '../../domain/cds-hooks/services.ts';
import type { ApiAnswer } from '../../platform/handlers/answer.ts';
import type { ApiRoute, Subject } from '../../platform/handlers/api.ts';
import type { ApiRequest } from '../../platform/handlers/request.ts';
import type { World } from '../../platform/world.ts';
import type { Feedback } from '../../schemas/cds-hooks/feedback.ts';
import type { Refusal } from '../../schemas/cds-hooks/refusals.ts';
import { answerHook } from './call.ts';
import { takeFeedback } from './feedback.ts';
import { servicesInForce } from './in-force.ts';
import { languageOf } from './language.ts';
import { isNew } from './once.ts';

const subjectOf = ({ path, principal }: ApiRequest): Subject => ({
  clinic: principal.clinics[0],
  about: `cds-services/${path.id}`,
});

export const routes: Readonly<Record<string, ApiRoute>> = {
  'GET /cds-services': {
    action: 'describe',
    resource: () => ({ about: 'cds-services' }),
    handle: async ({ headers }, { region }) => ({
      status: 200,
      json: discoveryOf(servicesInForce(region), languageOf(headers)),
    }),
  },
  'POST /cds-services/{id}': { action: 'call-hooks', resource: subjectOf, handle: call },
  'POST /cds-services/{id}/feedback': { action: 'call-hooks', resource: subjectOf, handle: feedback },
};

async function call(request: ApiRequest, world: World): Promise<ApiAnswer> {
  const answer = await answerHook(request, world);
  if ('refused' in answer) return refusedCall(answer, request);
  return { status: 200, json: answer.response, alsoAbout: answer.records.map((record) => `Patient/${record}`) };
}

async function feedback(request: ApiRequest, world: World): Promise<ApiAnswer> {
  const given = readFeedback(request.body);
  const refusal = 'refused' in given ? given : await takeNew(given, request, world);
  return refusal === undefined ? { status: 200, json: {} } : refusedCall(refusal, request);
}

const takeNew = async (given: Feedback, { principal }: ApiRequest, world: World): Promise<Refusal | undefined> =>
  (await isNew(principal, world)) ? takeFeedback(given, principal, world) : { refused: 'untrusted-client' };

function refusedCall(refusal: Refusal, { headers }: ApiRequest): ApiAnswer {
  const { status, body } = outcomeOf(refusal, languageOf(headers));
  return { status, contentType: 'application/fhir+json; charset=utf-8', json: body };
}
