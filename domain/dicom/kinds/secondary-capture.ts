import { stringsOf, textOf } from '../values.ts';
import { equipmentOf, referencedIn } from './content.ts';
import type { Contents, KindSource } from './contents.ts';
import { deviceNamed, imagesNamed, OWN_MANUFACTURER } from './device.ts';
import { deviceItem } from './device-item.ts';
import { NOTHING } from './nothing.ts';

/** Words by which a program says of its own picture that it thought it up. */
const MARK = /(?<![A-ZА-Я])(AI|CAD|CNN|ИИ)(?![A-ZА-Я])|ALGORITHM|ARTIFICIAL|INFERENCE|HEAT ?MAP|SALIENCY|НЕЙРОСЕТ/iu;

/**
 * A secondary capture that a program of another manufacturer derived (Image Type DERIVED, and its equipment or description
 * says so) is a picture of that device. Any other one, a scanned paper or a screenshot, is a picture of the study.
 */
export function captureContents(source: KindSource): Contents {
  const { header, object, preview } = source;
  const part = object.dataSet;
  const [derived, , ...kinds] = stringsOf(object.dataSet, 'x00080008');
  const { manufacturer, model, version } = equipmentOf(object.dataSet);
  const own = [textOf(part, 'x00181016'), textOf(part, 'x00181018'), textOf(part, 'x00082111')];
  const said = [...kinds, manufacturer, model, header.seriesDescription, ...own].filter((word) => word !== undefined);
  if (derived !== 'DERIVED' || manufacturer === OWN_MANUFACTURER || !said.some((word) => MARK.test(word)))
    return NOTHING;
  const device = deviceNamed(model ?? own[1] ?? manufacturer ?? own[0], manufacturer ?? own[0], version);
  const pictures = preview === undefined ? [] : [preview];
  const images = imagesNamed(referencedIn(part, 'x00082112'));
  const { sopInstanceUid } = header;
  return {
    ...NOTHING,
    items: [deviceItem(source, { device, sopInstanceUid, replaces: [], says: [], pictures, ...images })],
  };
}
