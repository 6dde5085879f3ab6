import type { DicomJson, JsonValue } from '../json.ts';

/** Reads written documents back for the tests of the forms, and holds content trees to templates of PS3.16. */
export type Node = {
  readonly relationship?: string;
  readonly type: string;
  readonly name?: string;
  readonly value?: string;
  readonly template?: string;
  readonly json: DicomJson;
  readonly children: readonly Node[];
};

export const first = (json: DicomJson, tag: string): JsonValue | undefined => json[tag]?.Value?.[0];
export const items = (json: DicomJson, tag: string): DicomJson[] => (json[tag]?.Value ?? []) as DicomJson[];
/** `value scheme` of a code sequence. */
const codeOf = (json: DicomJson, tag: string): string | undefined => {
  const [code] = items(json, tag);
  return code && `${first(code, '00080100') ?? first(code, '00080119')} ${first(code, '00080102')}`;
};

export function treeOf(json: DicomJson): Node {
  const text = (tag: string): string | undefined => {
    const value = first(json, tag);
    return value === undefined || value === null ? undefined : String(value);
  };
  const [measured] = items(json, '0040A300');
  const [reference] = items(json, '00081199');
  const value =
    codeOf(json, '0040A168') ??
    text('0040A160') ??
    text('0040A124') ??
    (measured && `${first(measured, '0040A30A')} ${codeOf(measured, '004008EA')}`) ??
    (reference && String(first(reference, '00081155')));
  const [relationship, name, template] = [
    text('0040A010'),
    codeOf(json, '0040A043'),
    items(json, '0040A504').map((one) => String(first(one, '0040DB00')))[0],
  ];
  return {
    ...(relationship === undefined ? {} : { relationship }),
    ...(name === undefined ? {} : { name }),
    ...(value === undefined ? {} : { value }),
    ...(template === undefined ? {} : { template }),
    type: text('0040A040') ?? '',
    json,
    children: items(json, '0040A730').map(treeOf),
  };
}

/** All nodes, parents before children. */
export const nodesOf = (node: Node): Node[] => [node, ...node.children.flatMap(nodesOf)];

/** A row of a template: how the child is related, its value type, its concept name (undefined: any), how often, and its own rows. */
export type Row = {
  readonly relationship: string;
  readonly type: string;
  readonly name?: string;
  readonly least: number;
  readonly most: number;
  readonly units?: string;
  readonly rows?: readonly Row[];
};

/** What of a node breaks its rows: children that no row takes, too few or too many of a row. Empty: nothing. */
export function faultsOf(node: Node, rows: readonly Row[], path = node.name ?? node.type): string[] {
  const rowOf = (child: Node): Row | undefined =>
    rows.find((row) => row.relationship === child.relationship && row.type === child.type && row.name === child.name) ??
    rows.find((row) => row.relationship === child.relationship && row.type === child.type && row.name === undefined);
  const strangers = node.children.filter((child) => rowOf(child) === undefined);
  const counts = rows.flatMap((row) => {
    const found = node.children.filter((child) => rowOf(child) === row).length;
    const label = `${path}: ${row.relationship} ${row.type} ${row.name ?? 'any'} ${found} times`;
    return found < row.least || found > row.most ? [label] : [];
  });
  return [
    ...strangers.map(({ relationship, type, name }) => `${path}: no row for ${relationship} ${type} ${name}`),
    ...counts,
    ...node.children.flatMap((child) => {
      const row = rowOf(child);
      return row === undefined ? [] : faultsOf(child, row.rows ?? [], `${path} / ${child.name ?? child.type}`);
    }),
  ];
}

const ANY = Number.POSITIVE_INFINITY;
const row = (
  relationship: string,
  type: string,
  name: string | undefined,
  least: number,
  most: number,
  rows: Row[] = [],
): Row => ({
  ...{ relationship, type, least, most, rows },
  ...(name === undefined ? {} : { name }),
});
const [MOD, OBS, ACQ, CONTAINS] = ['HAS CONCEPT MOD', 'HAS OBS CONTEXT', 'HAS ACQ CONTEXT', 'CONTAINS'];
const LANGUAGE = row(MOD, 'CODE', '121049 DCM', 0, 1);
const TEXT = row(CONTAINS, 'TEXT', undefined, 0, ANY, [LANGUAGE]);

/** TID 1002 and 1004 of an observer that is a device. */
const OBSERVER: Row[] = [
  row(OBS, 'CODE', '121005 DCM', 1, 1),
  row(OBS, 'UIDREF', '121012 DCM', 1, 1),
  row(OBS, 'TEXT', '121013 DCM', 0, 1),
  row(OBS, 'TEXT', '121014 DCM', 0, 1),
  row(OBS, 'TEXT', '121015 DCM', 0, 1),
];
/** TID 4019 (non-extensible). */
const ALGORITHM: Row[] = [
  row(MOD, 'TEXT', '111001 DCM', 1, 1),
  row(MOD, 'TEXT', '111003 DCM', 1, 1),
  row(MOD, 'TEXT', '111002 DCM', 0, ANY),
];
/** TID 1501, the rows that speak of a whole image. */
const GROUP: Row[] = [
  row(OBS, 'TEXT', '112039 DCM', 1, 1),
  row(OBS, 'UIDREF', '112040 DCM', 1, 1),
  ...ALGORITHM,
  row(CONTAINS, 'IMAGE', '130401 DCM', 0, ANY),
  row(CONTAINS, 'IMAGE', '121112 DCM', 1, 1),
  row(CONTAINS, 'NUM', undefined, 0, ANY),
  row(CONTAINS, 'CODE', undefined, 1, ANY),
  TEXT,
];
/** TID 1601 with the items of TID 1602. */
const IMAGE = row(CONTAINS, 'IMAGE', undefined, 1, ANY, [
  row(ACQ, 'CODE', '121139 DCM', 0, 1),
  row(ACQ, 'CODE', '111027 DCM', 0, 1),
  row(ACQ, 'NUM', '110910 DCM', 0, 1),
  row(ACQ, 'NUM', '110911 DCM', 0, 1),
]);

/** PS3.16 TID 1500, as far as Oka uses it: what an item beyond these rows would be is not said there for a whole image. */
export const TID_1500: readonly Row[] = [
  { ...LANGUAGE, least: 1 },
  ...OBSERVER,
  row(MOD, 'CODE', '121058 DCM', 1, ANY),
  row(CONTAINS, 'CONTAINER', '111028 DCM', 1, 1, [row(CONTAINS, 'CONTAINER', '126200 DCM', 1, ANY, [IMAGE])]),
  row(CONTAINS, 'CONTAINER', '126010 DCM', 1, 1, [row(CONTAINS, 'CONTAINER', '125007 DCM', 1, ANY, GROUP)]),
  row(CONTAINS, 'CONTAINER', 'C0034375 UMLS', 0, 1, [TEXT]),
];

/** PS3.16 TID 2010. */
export const TID_2010: readonly Row[] = [
  LANGUAGE,
  ...OBSERVER,
  row(CONTAINS, 'TEXT', '113012 DCM', 0, 1),
  row(CONTAINS, 'IMAGE', undefined, 0, ANY),
  row(CONTAINS, 'COMPOSITE', undefined, 0, ANY),
];
