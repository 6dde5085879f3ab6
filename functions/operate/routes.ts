import type { ApiRoute } from '../../platform/handlers/api.ts';
import type { ApiRequest } from '../../platform/handlers/request.ts';
import { InputKey, inputId } from '../../schemas/input.ts';
import { replayInput } from './replay.ts';
import { traceInput } from './trace.ts';

const inputOf = ({ path }: ApiRequest): InputKey => InputKey.parse(path);

const byInput = (request: ApiRequest) => ({ clinic: request.path.clinic, about: inputId(inputOf(request)) });

/** What operators do and, for its own inputs, an edge: keys, states and figures; no patient data comes out here. */
export const routes: Readonly<Record<string, ApiRoute>> = {
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
    resource: ({ path }) => ({ clinic: path.clinic, about: `waiting/${path.clinic}` }),
    handle: async ({ path }, { chart }) => ({
      status: 200,
      json: { inputs: await chart.waitingForHuman(path.clinic ?? '') },
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
  'GET /ledger/{clinic}/{day}': {
    action: 'ledger',
    resource: ({ path }) => ({ clinic: path.clinic, about: `ledger/${path.clinic}/${path.day}` }),
    handle: async ({ path }, { chart }) => ({
      status: 200,
      json: await chart.ledger(path.clinic ?? '', path.day ?? ''),
    }),
  },
};
