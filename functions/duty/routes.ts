import { clinicById } from '../../domain/region.ts';
import type { ApiRoute } from '../../platform/handlers/api.ts';
import type { ApiRequest } from '../../platform/handlers/request.ts';
import type { World } from '../../platform/world.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { Clinic } from '../../schemas/region.ts';
import { answerCall, listCalls } from './calls.ts';
import { tellChange, undoChange } from './changes.ts';
import { hearClinic } from './contact.ts';
import { readDuty } from './duty.ts';

function clinicOf({ path }: ApiRequest, { region }: World): Clinic {
  const clinic = clinicById(region, path.clinic ?? '');
  if (clinic === undefined) throw new OkaError('not-found', 'clinic');
  return clinic;
}

const route = (
  action: ApiRoute['action'],
  handle: (request: ApiRequest, clinic: Clinic, world: World) => Promise<unknown>,
): ApiRoute => ({
  action,
  resource: (request, world) => ({ clinic: clinicOf(request, world).id, about: `duty/${request.path.clinic}` }),
  handle: async (request, world) => ({ status: 200, json: await handle(request, clinicOf(request, world), world) }),
});

export const routes: Readonly<Record<string, ApiRoute>> = {
  'GET /duty/{clinic}': route('read-duty', readDuty),
  'POST /duty/{clinic}/changes': route('change-duty', tellChange),
  'POST /duty/{clinic}/changes/{change}/undo': route('change-duty', undoChange),
  'GET /duty/{clinic}/calls': route('call-for-duty', listCalls),
  'POST /duty/{clinic}/calls/{call}': route('call-for-duty', answerCall),
  'POST /duty/{clinic}/contact': { ...route('tell-contact', hearClinic), isBeat: true },
};
