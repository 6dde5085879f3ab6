import { clinicById } from '../../domain/region.ts';
import type { ApiRoute, Subject } from '../../platform/handlers/api.ts';
import type { ApiRequest } from '../../platform/handlers/request.ts';
import type { World } from '../../platform/world.ts';
import { OkaError } from '../../schemas/errors.ts';
import { InputKey, inputId } from '../../schemas/input.ts';
import { replayInput } from './replay.ts';
import { traceInput } from './trace.ts';

const inputOf = ({ path }: ApiRequest): InputKey => InputKey.parse(path);

const byInput = (request: ApiRequest) => ({ clinic: request.path.clinic, about: inputId(inputOf(request)) });

/** @throws OkaError `not-found`: an empty list of a clinic that is none would read as “nothing waits”. */
function ofClinic(clinic: string, about: string, { region }: World): Subject {
  if (clinicById(region, clinic) === undefined) throw new OkaError('not-found', about);
  return { clinic, about };
}

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
    resource: ({ path }, world) => ofClinic(path.clinic ?? '', `waiting/${path.clinic}`, world),
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
    resource: ({ path }, world) => ofClinic(path.clinic ?? '', `ledger/${path.clinic}/${path.day}`, world),
    handle: async ({ path }, { chart }) => ({
      status: 200,
      json: await chart.ledger(path.clinic ?? '', path.day ?? ''),
    }),
  },
};
