import type { DataSet } from 'dicom-parser';
import { RANK } from '../../../schemas/chart.ts';
import { OkaError } from '../../../schemas/errors.ts';
import { ProcedureStep, STEP_EXTENSION } from '../../../schemas/study.ts';
import { stringOf } from '../values.ts';
import { partsIn, referencedIn } from './content.ts';
import type { Contents, KindSource } from './contents.ts';
import { NOTHING } from './nothing.ts';
import { studyGroup } from './study-group.ts';

/**
 * A Modality Performed Procedure Step (PS3.3 §C.4.14): under way, completed with the instances it made, or discontinued.
 * It is told several times under one UID; what ends it outranks what began it, whichever comes first.
 * @throws OkaError `dicom-structure` without a status of the standard
 */
export function procedureStepContents(source: KindSource): Contents {
  const { dataSet: part } = source.object;
  const series = partsIn(part, 'x00400340');
  const instances = series.flatMap((one) => [...referencedIn(one, 'x00081140'), ...referencedIn(one, 'x00400220')]);
  const status = stringOf(part, 'x00400252');
  const step = ProcedureStep.safeParse({
    status,
    ...(status === 'DISCONTINUED' && isWrongEntry(part) ? { wrongEntry: true } : {}),
    instances: [...new Set(instances)].sort(),
  });
  if (!step.success) throw new OkaError('dicom-structure', '(0040,0252)');
  const rank = step.data.status === 'IN PROGRESS' ? RANK.preliminary : RANK.final;
  const name = `step:${source.header.sopInstanceUid}`;
  return { ...NOTHING, groups: { [name]: studyGroup(source, STEP_EXTENSION, step.data, rank) } };
}

/** (0040,0281) says why: “Incorrect worklist entry selected” (PS3.16 CID 9300). */
const isWrongEntry = (part: DataSet): boolean =>
  partsIn(part, 'x00400281').some(
    (reason) => stringOf(reason, 'x00080100') === '110514' && stringOf(reason, 'x00080102') === 'DCM',
  );
