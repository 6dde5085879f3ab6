import { readBackFault } from '../domain/delivery/read-back.ts';
import { isObliged } from '../domain/delivery/way/states.ts';
import type { Delivery, ReadBack } from '../schemas/delivery.ts';
import { OkaError } from '../schemas/errors.ts';
import type { World } from './world.ts';

/**
 * Holds what somebody read back of a critical result against the result and the patient as they are stored.
 * @throws OkaError `read-back-missing` where the region asks for it at this level, `read-back-mismatch`; never with the values
 */
export async function holdReadBack(
  delivery: Delivery,
  readBack: ReadBack | undefined,
  { chart, region }: Pick<World, 'chart' | 'region'>,
): Promise<void> {
  const { record, resultId, level } = delivery;
  const isRequired = isObliged(delivery) && region.critical.readBack.includes(level ?? 'red');
  if (readBack === undefined && !isRequired) return;
  const advice = await chart.advice(record);
  const result = advice?.results.find((one) => one.resultId === resultId);
  if (result === undefined) throw new OkaError('not-found', 'result that was read back');
  const [patient] = await chart.newest(record, 'Patient', 1);
  const resource = patient?.resource;
  const birthDate = resource?.resourceType === 'Patient' ? resource.birthDate : undefined;
  const fault = readBackFault({ result, birthDate, readBack, isRequired });
  if (fault !== undefined) throw new OkaError(fault, 'acknowledge');
}
