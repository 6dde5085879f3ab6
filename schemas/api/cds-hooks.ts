import { z } from 'zod';
import { DiscoveredService, HookResponse } from '../cds-hooks/response.ts';
import { json, type Route } from './route.ts';

const service = z.strictObject({ id: z.string().regex(/^[a-z0-9-]{1,64}$/, 'the id of a service') });

/** CDS Hooks 2.0.1. Bodies are judged by `domain/cds-hooks`, which answers a bad one with an OperationOutcome. */
export const CDS_HOOKS_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/cds-services',
    function: 'cds-hooks',
    operationId: 'discoverServices',
    summary: 'The services of the rules that the region has switched on, with their hooks and prefetch templates.',
    parameters: z.strictObject({}),
    success: json(200, z.strictObject({ services: z.array(DiscoveredService) })),
    refusals: [],
  },
  {
    method: 'POST',
    path: '/cds-services/{id}',
    function: 'cds-hooks',
    operationId: 'callService',
    summary: 'Cards for what the physician is doing now; 412 where nothing that the service reads has come.',
    parameters: service,
    body: 'application/json',
    success: json(200, HookResponse),
    refusals: ['malformed-request', 'not-found', 'over-size'],
  },
  {
    method: 'POST',
    path: '/cds-services/{id}/feedback',
    function: 'cds-hooks',
    operationId: 'giveFeedback',
    summary: 'What physicians did with cards. A matter that one has answered is silent for him while its facts stay.',
    parameters: service,
    body: 'application/json',
    success: json(200, z.strictObject({})),
    refusals: ['malformed-request', 'not-found', 'over-size'],
  },
];
