/** What the edge puts into the watched folder itself; at its top these names are ours. */
export const OURS = { taken: 'taken', refused: 'refused', attention: 'needs-attention' } as const;
const OUR_NAMES: ReadonlySet<string> = new Set(Object.values(OURS));

const UNFINISHED = /\.(part|partial|tmp|temp|crdownload|download|filepart|swp|lock|lck)$/i;
const OF_THE_SYSTEM = /^(thumbs\.db|desktop\.ini|system volume information|\$recycle\.bin|lost\+found|__macosx)$/i;

/** A file that is being written, a lock, or what an operating system leaves behind: not for us, or not yet. */
export const isLeftAlone = (name: string): boolean =>
  /^(\.|~)/.test(name) || UNFINISHED.test(name) || OF_THE_SYSTEM.test(name);

/** Whether a folder at the top of the watched one is ours. */
export const isOurs = (name: string): boolean => OUR_NAMES.has(name.toLowerCase());

/** The directory of a medium (DICOM PS3.10 §8.6); ISO 9660 file systems show it with a version or a dot. */
export const isDicomdir = (name: string): boolean => /^dicomdir(\.)?(;1)?$/i.test(name);

/** `ear.jpg` for `ear.jpg.json` and `ear.json`: names that a sidecar may belong to, without case. */
export const sidecarStem = (name: string): string | undefined => /^(.+)\.json$/i.exec(name)?.[1]?.toLowerCase();

/** `photos/301/ear.jpg` → its folders, `['photos', '301']`. */
export const foldersOf = (path: string): string[] => path.split('/').slice(0, -1);
