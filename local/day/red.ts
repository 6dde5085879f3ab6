import { HealthAnswer } from '../../schemas/api/answers.ts';
import type { RegionFile } from '../../schemas/region.ts';
import { type LocalKeys, tokenFor } from '../keys.ts';

/** A line for each clinic whose laboratory results the critical rules do not see, with the first reason. */
export async function redClinics(region: RegionFile, apiUrl: string, keys: LocalKeys): Promise<string[]> {
  const token = await tokenFor(keys, { kind: 'operator', id: 'day', roles: ['operator'] });
  const lines: string[] = [];
  for (const { id } of region.clinics) {
    const response = await fetch(new URL(`/clinics/${id}/health`, apiUrl), {
      headers: { authorization: `Bearer ${token}` },
    });
    const { state, sentence, reasons } = HealthAnswer.parse(await response.json());
    const [reason] = reasons.filter(({ level }) => level === 'red');
    if (state === 'red') lines.push(`RED ${id}: ${sentence.en} (${reason?.sentence.en}) / ${sentence.ru}`);
  }
  return lines;
}
