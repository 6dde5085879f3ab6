import type { z } from 'zod';
import { clinicById } from '../../domain/region.ts';
import type { ApiRoute, Subject } from '../../platform/handlers/api.ts';
import type { ApiRequest } from '../../platform/handlers/request.ts';
import type { World } from '../../platform/world.ts';
import { FollowUpAct, FollowUpBody, FollowUpQuery } from '../../schemas/api/followups.ts';
import { ReconcileBody, ReconcileDecision, ReconcileFind, type ReconcileItem } from '../../schemas/api/reconcile.ts';
import { OkaError } from '../../schemas/errors.ts';
import { decide } from './decide.ts';
import { findCandidate } from './find.ts';
import { actOnFollowUp, listFollowUps } from './followups.ts';
import { listReconcile } from './list.ts';
import { readItem } from './read-item.ts';

/** @throws OkaError `not-found`: an empty list of a clinic that is none would read as “nothing waits”. */
function ofClinic(clinic: string, about: string, { region }: World): Subject {
  if (clinicById(region, clinic) === undefined) throw new OkaError('not-found', about);
  return { clinic, about };
}

const subject = ({ path }: ApiRequest, world: World): Subject =>
  ofClinic(path.clinic ?? '', ['reconcile', path.clinic, path.item].filter(Boolean).join('/'), world);

/** @throws OkaError `malformed-request` with the place of the first fault */
export function bodyOf<T extends z.ZodType>(schema: T, { body }: ApiRequest): z.infer<T> {
  let json: unknown;
  try {
    json = body.length === 0 ? {} : JSON.parse(Buffer.from(body).toString('utf8'));
  } catch (cause) {
    throw new OkaError('malformed-request', 'body', { cause });
  }
  const read = schema.safeParse(json);
  if (!read.success) throw new OkaError('malformed-request', ['body', ...(read.error.issues[0]?.path ?? [])].join('.'));
  return read.data;
}

/** Everybody whose data an item shows is written down. */
const seenIn = ({ subject: of, candidates, pair }: ReconcileItem): string[] =>
  [
    ...(of === undefined ? [] : [of.record]),
    ...candidates.map(({ record }) => record),
    ...(pair?.sides ?? []).map(({ record }) => record),
  ].map((record) => `Patient/${record}`);

/** What waits for a human at a clinic, and its follow-ups. Patients are shown to people of the clinic alone, and each is audited. */
export const routes: Readonly<Record<string, ApiRoute>> = {
  'GET /reconcile/{clinic}': {
    action: 'list-reconcile',
    resource: subject,
    handle: async ({ path: { clinic = '' }, query }, world) => {
      const list = await listReconcile(clinic, query.cursor as string | undefined, world);
      return { status: 200, json: list, alsoAbout: [...new Set(list.items.flatMap(seenIn))] };
    },
  },
  'GET /reconcile/{clinic}/{item}': {
    action: 'list-reconcile',
    resource: subject,
    handle: async ({ path: { clinic = '', item = '' } }, world) => {
      const json = await readItem(clinic, item, world);
      return { status: 200, json, alsoAbout: seenIn(json) };
    },
  },
  'POST /reconcile/{clinic}/{item}/find': {
    action: 'list-reconcile',
    resource: subject,
    handle: async (request, world) => {
      const { number } = bodyOf(ReconcileFind, request);
      const { clinic = '', item = '' } = request.path;
      const candidate = await findCandidate(clinic, item, number, world);
      const alsoAbout = candidate === undefined ? [] : [`Patient/${candidate.record}`];
      return { status: 200, json: candidate === undefined ? {} : { candidate }, alsoAbout };
    },
  },
  'POST /reconcile/{clinic}/{item}/{decision}': {
    action: 'decide-reconcile',
    resource: subject,
    handle: async (request, world) => {
      const { principal, traceparent } = request;
      const { clinic = '', item = '' } = request.path;
      const decision = ReconcileDecision.parse(request.path.decision);
      const by = { id: principal.id, name: principal.name };
      const body = bodyOf(ReconcileBody, request);
      const json = await decide({ clinic, item, decision, body, by, traceparent }, world);
      return { status: 200, json, alsoAbout: seenIn(json) };
    },
  },
  'GET /followups/{clinic}': {
    action: 'list-follow-ups',
    resource: ({ path }, world) => ofClinic(path.clinic ?? '', `followups/${path.clinic}`, world),
    handle: async ({ path: { clinic = '' }, query, principal }, world) => {
      const list = await listFollowUps(clinic, FollowUpQuery.parse(query), principal, world);
      return { status: 200, json: list, alsoAbout: [...new Set(list.items.map(({ record }) => `Patient/${record}`))] };
    },
  },
  'POST /followups/{clinic}/{id}/{act}': {
    action: 'decide-follow-up',
    resource: ({ path }, world) => ofClinic(path.clinic ?? '', `followups/${path.clinic}/${path.id}`, world),
    handle: async (request, world) => {
      const { clinic = '', id = '' } = request.path;
      const act = FollowUpAct.parse(request.path.act);
      const body = bodyOf(FollowUpBody, request);
      const json = await actOnFollowUp({ clinic, id, act, body, by: request.principal }, world);
      return { status: 200, json, alsoAbout: [`Patient/${json.record}`] };
    },
  },
};
