import { createHmac } from 'node:crypto';
import { canonicalJson } from '../../domain/fhir/canonical.ts';
import type { Listener } from '../../platform/chart/cards.ts';
import type { HookRequest } from '../../schemas/cds-hooks/request.ts';

/** This physician at this patient, as the calling record system names both, by the region's id key (contract 13). */
export function listenerOf(client: string, { context }: HookRequest, idKey: string): Listener {
  const user = 'userId' in context ? context.userId : '';
  const whole = canonicalJson(['listener', client, user, context.patientId]);
  return createHmac('sha256', Buffer.from(idKey, 'hex')).update(whole).digest('hex');
}
