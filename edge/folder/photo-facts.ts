import { z } from 'zod';
import { bodySiteOf } from '../../domain/dicom/photo/body-sites.ts';
import type { PhotoFacts } from '../../domain/dicom/photo/wrap.ts';
import { readDate } from '../../domain/dicom/time.ts';
import { OkaError } from '../../schemas/errors.ts';

/** What somebody says of a photo, in the words of a sidecar file. */
export const PhotoSaid = z.strictObject({
  /** The patient's number. */
  patient: z.string().trim().min(1).max(64),
  /** Whose numbering it is of; the edge's own setting where it is not said. */
  domain: z.string().trim().min(1).optional(),
  name: z.string().trim().min(1).optional(),
  birthDate: z.string().optional(),
  sex: z.enum(['M', 'F']).optional(),
  accession: z.string().trim().min(1).max(16).optional(),
  bodySite: z.string().trim().min(1).optional(),
  note: z.string().optional(),
  /** `2026-03-01T10:15`, with or without `+05:00`; else what the camera wrote. */
  time: z.string().optional(),
});
export type PhotoSaid = z.infer<typeof PhotoSaid>;

/**
 * What the name of a folder says of the photos in it; undefined for a folder that names no patient. Two ways:
 * `301 14.07.2023 Баснин Илья ухо` (number and date of birth in this order, then name, body site and
 * `снято 01.03.2026 10.15` as wanted), or `patient=301;birth=2023-07-14;site=ear`. Both need a second sign beside the
 * number, so that a mistyped one is noticed: date of birth, or in the second way a name.
 */
export function saidByFolder(name: string): PhotoSaid | undefined {
  return name.includes('=') ? saidByPairs(name) : saidByWords(name);
}

const TAKEN = /\s(?:taken|снято)\s+(\S+)(?:\s+(\d\d?)[.-](\d\d))?\s*$/iu;

function saidByWords(name: string): PhotoSaid | undefined {
  const taken = TAKEN.exec(name);
  const time = taken && timeOfDay(dateOf(taken[1]), taken[2], taken[3]);
  if (time === '') return undefined;
  const [patient = '', birth = '', ...words] = name.replace(TAKEN, '').trim().split(/\s+/);
  const birthDate = dateOf(birth);
  if (!/\d/.test(patient) || dateOf(patient) !== undefined || birthDate === undefined) return undefined;
  if (!words.every((word) => /^[\p{L}.'’-]+$/u.test(word))) return undefined;
  const bodySite = words.find((word) => bodySiteOf(word) !== undefined);
  const own = words.filter((word) => word !== bodySite).join(' ');
  return PhotoSaid.safeParse({
    patient,
    birthDate,
    ...(own === '' ? {} : { name: own }),
    ...(bodySite === undefined ? {} : { bodySite }),
    ...(time === null ? {} : { time }),
  }).data;
}

const KEYS: Readonly<Record<string, keyof PhotoSaid>> = {
  ...{
    patient: 'patient',
    пациент: 'patient',
    domain: 'domain',
    домен: 'domain',
    name: 'name',
    имя: 'name',
    фио: 'name',
  },
  ...{ birth: 'birthDate', birthdate: 'birthDate', рождение: 'birthDate', рождён: 'birthDate', sex: 'sex', пол: 'sex' },
  ...{ accession: 'accession', направление: 'accession', site: 'bodySite', bodysite: 'bodySite', место: 'bodySite' },
  ...{ note: 'note', заметка: 'note', time: 'time', снято: 'time', taken: 'time' },
};
const SEX: Readonly<Record<string, string>> = { м: 'M', ж: 'F', m: 'M', f: 'F' };

function saidByPairs(name: string): PhotoSaid | undefined {
  const said: Record<string, string> = {};
  for (const pair of name.split(';').filter((part) => part.trim() !== '')) {
    const [word = '', ...rest] = pair.split('=');
    const key = KEYS[word.trim().toLowerCase()];
    const value = rest.join('=').trim();
    if (key === undefined || value === '' || said[key] !== undefined) return undefined;
    // Windows knows no colon in a name.
    if (key === 'time') said[key] = value.replace(/([T ])(\d\d)[.-](\d\d)/, 'T$2:$3');
    else said[key] = key === 'sex' ? (SEX[value.toLowerCase()] ?? value) : value;
  }
  const found = PhotoSaid.safeParse(said).data;
  return found?.name === undefined && found?.birthDate === undefined ? undefined : found;
}

/** `14.07.2023` or `2023-07-14`, a day that exists, as `2023-07-14`. */
export function dateOf(text = ''): string | undefined {
  const found = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? /^(\d\d?)\.(\d\d?)\.(\d{4})$/.exec(text);
  if (found === null) return undefined;
  const [, first = '', month = '', last = ''] = found;
  const [year, day] = first.length === 4 ? [first, last] : [last, first];
  const date = readDate(`${year}${month.padStart(2, '0')}${day.padStart(2, '0')}`);
  return date?.length === 10 ? date : undefined;
}

const timeOfDay = (date: string | undefined, hour = '', minute = ''): string =>
  date === undefined || hour === '' || Number(hour) > 23 || Number(minute) > 59
    ? ''
    : `${date}T${hour.padStart(2, '0')}:${minute}`;

/**
 * Local time with or without its zone; seconds may be missing. Undefined for what is no time. The date of a file is none:
 * copying changes it.
 */
export function takenAt(said: string | undefined): string | undefined {
  const found = /^(\d{4}-\d\d-\d\dT\d\d:\d\d)(:\d\d)?(Z|[+-]\d\d:\d\d)?$/.exec(said ?? '');
  if (found === null || Number.isNaN(Date.parse(`${found[1]}Z`))) return undefined;
  return `${found[1]}${found[2] ?? ':00'}${found[3] === 'Z' ? '+00:00' : (found[3] ?? '')}`;
}

/**
 * What a photo is wrapped with.
 * @param camera what the camera wrote of the time
 * @throws OkaError `photo-without-domain`, `photo-without-time`, `sidecar-malformed` (birth date, time)
 */
export function photoFacts(said: PhotoSaid, camera: string | undefined, domain: string | undefined): PhotoFacts {
  const { patient, name, birthDate, time, domain: ownDomain = domain } = said;
  if (ownDomain === undefined) throw new OkaError('photo-without-domain');
  const born = birthDate === undefined ? undefined : dateOf(birthDate);
  if (birthDate !== undefined && born === undefined) throw new OkaError('sidecar-malformed', 'birthDate');
  const when = takenAt(time ?? camera);
  if (when === undefined && time !== undefined) throw new OkaError('sidecar-malformed', 'time');
  if (when === undefined) throw new OkaError('photo-without-time');
  return {
    patientId: patient,
    domain: ownDomain,
    takenAt: when,
    ...(name === undefined ? {} : { name: name.replace(/\s+/g, '^') }),
    ...(born === undefined ? {} : { birthDate: born }),
    ...(said.sex === undefined ? {} : { sex: said.sex }),
    ...(said.accession === undefined ? {} : { accession: said.accession }),
    ...(said.bodySite === undefined ? {} : { bodySite: said.bodySite }),
    ...(said.note === undefined ? {} : { note: said.note }),
  };
}
