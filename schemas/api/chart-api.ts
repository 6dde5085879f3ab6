import { z } from 'zod';
import { DerivedId } from '../chart.ts';
import { FhirBundle, FhirCapabilityStatement } from './answers.ts';
import { json, none, type Route } from './route.ts';

const fhir = (schema: z.ZodType) => ({ status: 200, media: 'application/fhir+json', schema });

/** The chart as FHIR R4, and this API's own description. */
export const CHART_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/fhir/metadata',
    function: 'chart-api',
    operationId: 'readCapabilities',
    summary: 'The FHIR R4 capability statement.',
    parameters: none,
    success: fhir(FhirCapabilityStatement),
    refusals: [],
  },
  {
    method: 'GET',
    path: '/fhir/Patient/{id}/$everything',
    function: 'chart-api',
    operationId: 'readChart',
    summary: "The whole chart of the person behind a patient's record, with what Oka says of it.",
    parameters: z.strictObject({ id: DerivedId }),
    success: fhir(FhirBundle),
    refusals: ['malformed-request', 'not-found', 'chart-too-wide'],
  },
  {
    method: 'GET',
    path: '/fhir/Binary/{id}',
    function: 'chart-api',
    operationId: 'readBinary',
    summary: 'A preview or heat map as bytes.',
    parameters: z.strictObject({ id: z.string().regex(/^[A-Za-z0-9.-]{1,64}$/, 'a FHIR id') }),
    success: { status: 200, media: 'image/png' },
    refusals: ['malformed-request', 'not-found', 'range-needed'],
  },
  {
    method: 'GET',
    path: '/openapi.json',
    function: 'chart-api',
    operationId: 'readOpenApi',
    summary: 'This document.',
    parameters: none,
    success: json(200, z.looseObject({ openapi: z.literal('3.0.3') })),
    refusals: [],
  },
];
