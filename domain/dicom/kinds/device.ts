import type { Device, DeviceStatement } from '../../../schemas/device-statement.ts';
import { codeIn, equipmentOf } from './content.ts';
import { type ContentItem, everyItem, isNamed } from './content-tree.ts';
import type { KindSource } from './contents.ts';
import { SOP } from './kind.ts';
import { studyReferencesIn } from './references.ts';

const CAD: ReadonlySet<string> = new Set([SOP.mammographyCad, SOP.chestCad, SOP.colonCad]);
/** Who made Oka's own objects: a PACS may send them back, and they are no second opinion. */
export const OWN_MANUFACTURER = 'Oka';
/** More than a physician reads; the whole report is kept as text. */
const MOST_LINES = 40;

/**
 * What a program of another manufacturer says in a structured report, or undefined where it is a person's. A program says
 * it in a CAD report, where an algorithm is named (TID 4019), or where the observer is a device (TID 1004) in an imaging
 * measurement report (TID 1500) that nobody has verified.
 */
export function deviceOfReport(
  source: KindSource,
  tree: readonly ContentItem[],
  isVerified: boolean,
): DeviceStatement | undefined {
  const { header, object } = source;
  const items = [...everyItem(tree)];
  const textOf = (scheme: string, value: string) => items.find((item) => isNamed(item, scheme, value))?.value;
  const equipment = equipmentOf(object.dataSet);
  const algorithm = textOf('DCM', '111001');
  const isDevice = items.some((item) => isNamed(item, 'DCM', '121005') && item.code?.value === '121007');
  const isMeasurement = codeIn(object.dataSet, 'x0040a043')?.value === '126000';
  const speaks = CAD.has(header.sopClassUid) || algorithm !== undefined || (isDevice && isMeasurement && !isVerified);
  if (!speaks || equipment.manufacturer === OWN_MANUFACTURER) return undefined;

  const manufacturer = textOf('DCM', '122405') ?? textOf('DCM', '121014') ?? equipment.manufacturer;
  const name = algorithm ?? textOf('DCM', '121013') ?? textOf('DCM', '121015') ?? equipment.model ?? manufacturer;
  const version = textOf('DCM', '111003') ?? equipment.version;
  return {
    device: deviceNamed(name, manufacturer, version),
    sopInstanceUid: header.sopInstanceUid,
    replaces: studyReferencesIn(object.dataSet, 'x0040a360').flatMap(({ instances }) => instances),
    says: saidIn(tree).slice(0, MOST_LINES),
    pictures: [],
    ...imagesNamed(studyReferencesIn(object.dataSet, 'x0040a375').flatMap(({ instances }) => instances)),
  };
}

/** The images that a program looked at, as its object names them. */
export const imagesNamed = (uids: readonly string[]): Pick<DeviceStatement, 'images'> =>
  uids.length === 0 ? {} : { images: [...new Set(uids)].sort() };

export const deviceNamed = (name?: string, manufacturer?: string, version?: string): Device => ({
  name: name ?? 'unnamed program / программа без названия',
  ...(manufacturer === undefined ? {} : { manufacturer }),
  ...(version === undefined ? {} : { version }),
});

/** What frames a report and finds nothing: observer, procedure, language, tracking, the algorithm's own name. */
const FRAME: ReadonlySet<string> = new Set([
  ...['111001', '111002', '111003', '122405', '112039', '112040', '121005', '121008', '121012', '121013', '121014'],
  ...['121015', '121016', '121024', '121025', '121028', '121029', '121030', '121046', '121049', '121058', '113878'],
]);
const ASIDE: ReadonlySet<string> = new Set(['HAS OBS CONTEXT', 'HAS CONCEPT MOD', 'HAS ACQ CONTEXT']);

/** Rendering Intent "Not for Presentation" (PS3.16 TID 4003, CID 6034): the device has found it and put it aside. */
const isPutAside = ({ children }: ContentItem): boolean =>
  children.some((child) => isNamed(child, 'DCM', '111056') && child.code?.value === '111152');

/** Codes, numbers and comments below the root, in the order of the report, in the device's own words. */
function saidIn(items: readonly ContentItem[]): DeviceStatement['says'] {
  return items.flatMap((item) => {
    if ((ASIDE.has(item.relation) && item.type !== 'CONTAINER') || isPutAside(item)) return [];
    const isFrame = item.name?.scheme === 'DCM' && FRAME.has(item.name.value);
    const isSaid = !isFrame && item.value !== undefined && ['CODE', 'NUM', 'TEXT'].includes(item.type);
    const own = isSaid ? [{ name: item.name?.meaning ?? item.type, value: item.value ?? '' }] : [];
    return [...own, ...saidIn(item.children)];
  });
}
