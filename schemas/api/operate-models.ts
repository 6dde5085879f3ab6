import { z } from 'zod';
import { DerivedId } from '../chart.ts';
import { ClinicId } from '../input.ts';
import {
  BlindListAnswer,
  BlindReadAnswer,
  BlindReadBody,
  CompareAnswer,
  ModelAct,
  ModelHistoryAnswer,
  ModelsAnswer,
  WatchAnswer,
} from './models.ts';
import { json, none, type Route } from './route.ts';

const ModelId = z.string().regex(/^[a-z0-9][a-z0-9-]{1,60}$/, 'the id of a model');

/** Governance of models and the watch over them. */
export const MODEL_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/models',
    function: 'operate',
    operationId: 'listModels',
    summary:
      'How each version of each model stands at each clinic, who decided it, and what is missing where it is in shadow.',
    parameters: none,
    success: json(200, ModelsAnswer),
    refusals: [],
  },
  {
    method: 'GET',
    path: '/models/{model}/decisions',
    function: 'operate',
    operationId: 'listModelDecisions',
    summary: 'All that was ever decided on a model: in the region file, and while the region ran.',
    parameters: z.strictObject({ model: ModelId }),
    success: json(200, ModelHistoryAnswer),
    refusals: ['malformed-request', 'not-found'],
  },
  {
    method: 'POST',
    path: '/models/{model}/{act}',
    function: 'operate',
    operationId: 'decideModel',
    summary: 'Suspends a model, ends its suspension, or rolls back to the version before; with who and why.',
    parameters: z.strictObject({ model: ModelId, act: z.enum(['suspend', 'resume', 'rollback']) }),
    json: ModelAct,
    success: json(200, ModelHistoryAnswer),
    refusals: ['malformed-request', 'not-found', 'conflict'],
  },
  {
    method: 'GET',
    path: '/models/{model}/watch',
    function: 'operate',
    operationId: 'watchModel',
    summary: 'Volume, abstention, errors, drift and agreement of a model, at each clinic.',
    parameters: z.strictObject({ model: ModelId }),
    success: json(200, WatchAnswer),
    refusals: ['malformed-request', 'not-found'],
  },
  {
    method: 'GET',
    path: '/models/{model}/compare/{a}/{b}',
    function: 'operate',
    operationId: 'compareModel',
    summary: 'Two versions of a model on the images that both have measured.',
    parameters: z.strictObject({ model: ModelId, a: z.string().min(1), b: z.string().min(1) }),
    success: json(200, CompareAnswer),
    refusals: ['malformed-request', 'not-found'],
  },
  {
    method: 'GET',
    path: '/models/{model}/blind/{clinic}',
    function: 'operate',
    operationId: 'listBlindSample',
    summary: 'Studies of a clinic that a radiologist is to read before he sees what the model says.',
    parameters: z.strictObject({ model: ModelId, clinic: ClinicId }),
    success: json(200, BlindListAnswer),
    refusals: ['malformed-request', 'not-found'],
  },
  {
    method: 'POST',
    path: '/models/{model}/blind/{clinic}/{study}',
    function: 'operate',
    operationId: 'readBlind',
    summary: 'Takes what a radiologist signs of a study of the blind sample, and then says what the model says.',
    parameters: z.strictObject({ model: ModelId, clinic: ClinicId, study: DerivedId }),
    json: BlindReadBody,
    success: json(200, BlindReadAnswer),
    refusals: ['malformed-request', 'not-found'],
  },
];
