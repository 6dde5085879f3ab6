/** Version of the API as it is documented; the form of a request or answer changes only with it. */
export const API_VERSION = '1.0.0';

/** FHIR R4 §5.1: what this server does, and nothing it does not. */
export const capabilityStatement = (): fhir4.CapabilityStatement => ({
  resourceType: 'CapabilityStatement',
  status: 'active',
  date: '2026-11-22',
  kind: 'instance',
  software: { name: 'Oka', version: API_VERSION },
  implementation: { description: 'Charts of a region, with findings of models and advice of rules' },
  fhirVersion: '4.0.1',
  format: ['application/fhir+json'],
  rest: [
    {
      mode: 'server',
      security: {
        description: 'A bearer token (RFC 7519) signed by a registered issuer; clinics see their own patients only.',
      },
      resource: [
        {
          type: 'Patient',
          operation: [{ name: 'everything', definition: 'http://hl7.org/fhir/OperationDefinition/Patient-everything' }],
        },
        { type: 'Binary', interaction: [{ code: 'read' }] },
      ],
    },
  ],
});
