import type { ApiRoute } from '../../../platform/handlers/api.ts';
import { BlindReadBody, ModelAct } from '../../../schemas/api/models.ts';
import { OkaError } from '../../../schemas/errors.ts';
import { ofClinic } from '../of-clinic.ts';
import { listBlind, takeBlindRead } from './blind.ts';
import { compareModel } from './compare.ts';
import { type Deciding, decideModel, historyOf } from './decide.ts';
import { listModels } from './list.ts';
import { watchModel } from './watch.ts';

/** @throws OkaError `malformed-request` with the place of the first fault */
function jsonOf<T>(
  body: Uint8Array,
  schema: {
    safeParse(
      value: unknown,
    ): { success: true; data: T } | { success: false; error: { issues: readonly { path: PropertyKey[] }[] } };
  },
): T {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(body).toString('utf8'));
  } catch (cause) {
    throw new OkaError('malformed-request', 'body', { cause });
  }
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  throw new OkaError('malformed-request', ['body', ...(checked.error.issues[0]?.path ?? [])].join('.'));
}

/** Models are the region's own: no patient stands behind these paths, but for the blind sample of a clinic. */
export const modelRoutes: Readonly<Record<string, ApiRoute>> = {
  'GET /models': {
    action: 'read-models',
    resource: () => ({ about: 'models' }),
    handle: async (_, world) => ({ status: 200, json: await listModels(world) }),
  },
  'GET /models/{model}/decisions': {
    action: 'read-models',
    resource: ({ path }) => ({ about: `models/${path.model}/decisions` }),
    handle: async ({ path }, world) => ({ status: 200, json: await historyOf(path.model ?? '', world) }),
  },
  'GET /models/{model}/watch': {
    action: 'watch-models',
    resource: ({ path }) => ({ about: `models/${path.model}/watch` }),
    handle: async ({ path }, world) => ({ status: 200, json: await watchModel(path.model ?? '', world) }),
  },
  'GET /models/{model}/compare/{a}/{b}': {
    action: 'watch-models',
    resource: ({ path }) => ({ about: `models/${path.model}/compare/${path.a}/${path.b}` }),
    handle: async ({ path: { model = '', a = '', b = '' } }, world) => ({
      status: 200,
      json: await compareModel(model, [a, b], world),
    }),
  },
  'POST /models/{model}/{act}': {
    action: 'decide-model',
    resource: ({ path }) => ({ about: `models/${path.model}/${path.act}` }),
    handle: async ({ path: { model = '', act }, body, principal }, world) => ({
      status: 200,
      json: await decideModel(
        { model, act: act as Deciding['act'], by: principal.id, said: jsonOf(body, ModelAct) },
        world,
      ),
    }),
  },
  'GET /models/{model}/blind/{clinic}': {
    action: 'read-blind',
    resource: ({ path }, world) => ofClinic(path.clinic ?? '', `models/${path.model}/blind/${path.clinic}`, world),
    handle: async ({ path: { model = '', clinic = '' }, principal }, world) => {
      const answer = await listBlind({ model, clinic, reader: principal.id }, world);
      return { status: 200, json: answer, alsoAbout: answer.studies.map(({ record }) => `Patient/${record}`) };
    },
  },
  'POST /models/{model}/blind/{clinic}/{study}': {
    action: 'read-blind',
    resource: ({ path }, world) => ofClinic(path.clinic ?? '', `models/${path.model}/blind/${path.clinic}`, world),
    handle: async ({ path: { model = '', clinic = '', study = '' }, body, principal }, world) => {
      const { statement } = jsonOf(body, BlindReadBody);
      const answer = await takeBlindRead({ model, clinic, study, reader: principal.id, statement }, world);
      return { status: 200, json: answer, alsoAbout: [`ImagingStudy/${study}`] };
    },
  },
};
