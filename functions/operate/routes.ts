import type { ApiRoute } from '../../platform/handlers/api.ts';
import type { ApiRequest } from '../../platform/handlers/request.ts';
import { type Decision, decideIdentity } from '../../platform/identities/decide.ts';
import { SenderCharsetName } from '../../schemas/charset.ts';
import { InputKey, inputId } from '../../schemas/input.ts';
import { confirmCharset, listCharsets } from './charsets.ts';
import { codesOf, healthOf, replayCode } from './codes.ts';
import { listIdentities } from './identities.ts';
import { noticesAt } from './models/notices.ts';
import { modelRoutes } from './models/routes.ts';
import { ofClinic } from './of-clinic.ts';
import { replayInput } from './replay.ts';
import { ruleReportRoutes } from './rule-report.ts';
import { asShown, traceInput } from './trace.ts';

const inputOf = ({ path }: ApiRequest): InputKey => InputKey.parse(path);

const byInput = (request: ApiRequest) => ({ clinic: request.path.clinic, about: inputId(inputOf(request)) });

/**
 * What operators do and, for its own inputs, an edge: keys, states and figures. Patient data comes out of the identities
 * alone, and only to people of the clinic.
 */
export const routes: Readonly<Record<string, ApiRoute>> = {
  ...modelRoutes,
  ...ruleReportRoutes,
  'GET /trace/{kind}/{clinic}/{sha256}': {
    action: 'trace',
    resource: byInput,
    handle: async (request, world) => ({
      status: 200,
      json: await traceInput(inputOf(request), request.principal, world),
    }),
  },
  'GET /waiting/{clinic}': {
    action: 'list-waiting',
    resource: ({ path }, world) => ofClinic(path.clinic ?? '', `waiting/${path.clinic}`, world),
    handle: async ({ path: { clinic = '' } }, world) => ({
      status: 200,
      json: { inputs: (await world.chart.waitingForHuman(clinic)).map(asShown), ...(await noticesAt(clinic, world)) },
    }),
  },
  'POST /replay/{kind}/{clinic}/{sha256}': {
    action: 'replay',
    resource: byInput,
    handle: async (request, world) => ({
      status: 202,
      json: await replayInput(inputOf(request), world, request.traceparent),
    }),
  },
  'GET /identities/{clinic}': {
    action: 'list-identities',
    resource: ({ path }, world) => ofClinic(path.clinic ?? '', `identities/${path.clinic}`, world),
    handle: async ({ path }, world) => {
      const answer = await listIdentities(path.clinic ?? '', world);
      const seen = answer.pairs.flatMap(({ sides }) => sides.map(({ record }) => `Patient/${record}`));
      return { status: 200, json: answer, alsoAbout: seen };
    },
  },
  'POST /identities/{clinic}/{pair}/{decision}': {
    action: 'decide-identity',
    resource: ({ path }, world) => ofClinic(path.clinic ?? '', `identities/${path.clinic}`, world),
    handle: async ({ path, principal }, world) => {
      const { clinic = '', pair = '', decision } = path;
      const answer = await decideIdentity({ clinic, pair, decision: decision as Decision, by: principal.id }, world);
      return { status: 200, json: answer, alsoAbout: answer.sides.map(({ record }) => `Patient/${record}`) };
    },
  },
  'GET /charsets/{clinic}': {
    action: 'list-charsets',
    resource: ({ path }, world) => ofClinic(path.clinic ?? '', `charsets/${path.clinic}`, world),
    handle: async ({ path }, world) => ({ status: 200, json: await listCharsets(path.clinic ?? '', world) }),
  },
  'PUT /charsets/{clinic}/{sender}/{charset}': {
    action: 'confirm-charset',
    resource: ({ path }, world) =>
      ofClinic(path.clinic ?? '', `charsets/${path.clinic}/${path.sender}/${path.charset}`, world),
    handle: async ({ path: { clinic = '', sender = '', charset }, principal, traceparent }, world) => {
      const said = { clinic, sender, charset: SenderCharsetName.parse(charset), by: principal.id };
      return { status: 200, json: await confirmCharset(said, world, traceparent) };
    },
  },
  'GET /ledger/{clinic}/{day}': {
    action: 'ledger',
    resource: ({ path }, world) => ofClinic(path.clinic ?? '', `ledger/${path.clinic}/${path.day}`, world),
    handle: async ({ path }, { chart }) => ({
      status: 200,
      json: await chart.ledger(path.clinic ?? '', path.day ?? ''),
    }),
  },
  'GET /clinics/{clinic}/health': {
    action: 'read-health',
    resource: ({ path }, world) => ofClinic(path.clinic ?? '', `health/${path.clinic}`, world),
    handle: async ({ path: { clinic = '' } }, world) => ({
      status: 200,
      json: { ...(await healthOf(clinic, world)), ...(await noticesAt(clinic, world)) },
    }),
  },
  'GET /clinics/{clinic}/codes': {
    action: 'list-codes',
    resource: ({ path }, world) => ofClinic(path.clinic ?? '', `codes/${path.clinic}`, world),
    handle: async ({ path }, world) => ({ status: 200, json: await codesOf(path.clinic ?? '', world) }),
  },
  'POST /clinics/{clinic}/codes/{code}/replay': {
    action: 'replay',
    resource: ({ path }, world) => ofClinic(path.clinic ?? '', `codes/${path.clinic}/${path.code}`, world),
    handle: async ({ path, traceparent }, world) => ({
      status: 202,
      json: await replayCode({ id: path.clinic ?? '', code: path.code ?? '' }, world, traceparent),
    }),
  },
};
