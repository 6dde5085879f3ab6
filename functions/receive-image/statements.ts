import { studyItem } from '../../domain/dicom/study.ts';
import { binaryId } from '../../domain/fhir/binary.ts';
import { variableOf } from '../../platform/environment.ts';
import type { World } from '../../platform/world.ts';
import type { ChartItem } from '../../schemas/chart.ts';
import { PREVIEW_EXTENSION } from '../../schemas/study.ts';
import { takeBackPreview } from './arriving.ts';
import { isShownHere } from './preview.ts';
import type { Taken } from './taken.ts';

/** What an object says, and who owns the records of which it says it: first its study, then what its kind holds. */
export async function statementsOf(
  taken: Taken,
  world: World,
): Promise<{ items: ChartItem[]; owners: Record<string, string> }> {
  const { subject, event } = taken;
  const study = studyStatement(taken, world);
  const back = await takeBackPreview(world, event.data, study);
  const items = [study, ...taken.contents.items, ...back.items];
  return { items, owners: { ...back.owners, [subject.record]: subject.owner.id } };
}

/** What it says of its study alone. */
export function studyStatement({ contents, ...taken }: Taken, world: World): ChartItem {
  const { header, pixelHash, subject, clinic, event } = taken;
  const instance = [...contents.instance, ...previewOf({ ...taken, contents })];
  return studyItem({
    input: event.data.input,
    header,
    pixelHash,
    subject,
    clinicOid: clinic.oid,
    receivedAt: event.data.receivedAt,
    idKey: variableOf(world.env, 'OKA_ID_KEY'),
    contents: { ...contents, instance },
  });
}

const previewOf = (taken: Taken): fhir4.Extension[] =>
  isShownHere(taken)
    ? [
        {
          url: PREVIEW_EXTENSION,
          valueAttachment: { contentType: 'image/jpeg', url: `Binary/${binaryId(taken.preview)}` },
        },
      ]
    : [];
