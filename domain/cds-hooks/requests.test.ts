import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { HookResponse } from '../../schemas/cds-hooks/response.ts';
import { ask, bundle, services, whole } from './example.ts';
import { breachesOfRequest, breachesOfResponse } from './invariants.ts';
import { outcomeOf } from './outcome.ts';
import { readCall } from './read-call.ts';

const regional = { entries: [], findings: [], sourceOf: () => ({ en: 'Clinic', ru: 'Клиника' }) };
const folder = join(process.env.OKA_CORPORA ?? '../shared/data', 'cds-hooks');
const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('_request.json')) : [];

describe('independent requests', () => {
  if (!files.length) test.skip(`are missing: no ${folder}`, () => {});
  for (const file of files) {
    const body = readFileSync(join(folder, file));
    const read = readCall(body);
    if ('refused' in read) throw new Error(`${file}: ${read.refused} ${read.at}`);
    const { call } = read;
    const asked = services.filter(({ hooks }) => hooks.includes(call.hook));
    const patient = { resourceType: 'Patient', id: call.context.patientId, gender: 'male', birthDate: '1974-12-25' };

    test(`${file} breaks no invariant of requests, and there are services for its hook`, () => {
      expect(breachesOfRequest(JSON.parse(body.toString()))).toEqual([]);
      expect(asked.length).toBeGreaterThan(0);
    });

    test.each(asked.map((service) => [service.matter.id, service] as const))(
      `${file} is answered by %s`,
      (id, service) => {
        const answers = [{}, whole(service, { patient }), whole(service, { patient: bundle(patient) })].map(
          (prefetch) => ask(id, call, prefetch, { regional }),
        );
        for (const answer of answers)
          if ('refused' in answer) expect(outcomeOf(answer, 'en').status).toBe(412);
          else {
            expect(breachesOfResponse(answer.response)).toEqual([]);
            expect(HookResponse.parse(answer.response)).toEqual(answer.response);
          }
        // With everything there, there is an answer; where the drafts name another patient it says so.
        const [, full] = answers;
        expect(full).not.toHaveProperty('refused');
        const isForeign = call.hook === 'order-sign' || call.hook === 'order-select';
        if (isForeign) expect(JSON.stringify(full)).toContain('orders of this call of another patient');
      },
    );
  }
});
