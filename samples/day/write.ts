import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Day } from '../../schemas/day.ts';
import { callsOfTheDay } from './calls.ts';
import type { Images } from './clinics.ts';
import { ABSENT, fullName, PHYSICIANS, personByKey, UNACKNOWLEDGED } from './people.ts';
import { scenes } from './scenes.ts';
import { overThinLine } from './thin-line.ts';

const Radiographs = z.array(z.looseObject({ file: z.string(), state: z.enum(['present', 'absent', 'indeterminate']) }));

/** Groups the synthetic radiographs by what the model says of them (samples/radiographs/index.json). */
async function readImages(folder: string): Promise<Images> {
  const parsed: unknown = JSON.parse(await readFile(join(folder, 'index.json'), 'utf8'));
  const list = Radiographs.parse(Array.isArray(parsed) ? parsed : (parsed as { images: unknown }).images);
  const files = (state: string) => list.filter((image) => image.state === state).map((image) => image.file);
  return { folder, present: files('present'), absent: files('absent'), between: files('indeterminate') };
}

/**
 * Writes the sample day into a folder once: one file per input and `day.json`; a day already there is read back unchanged,
 * so that its times, made absolute at the first start, stay what they were.
 * @param endsAt the instant at which the day ends
 */
export async function writeDay(folder: string, radiographs: string, endsAt: Date): Promise<Day> {
  const index = join(folder, 'day.json');
  const stored = await readFile(index, 'utf8').catch(() => undefined);
  if (stored !== undefined) return Day.parse(JSON.parse(stored));
  const now = new Date(Math.floor(endsAt.getTime() / 1000) * 1000);
  const files: Day['files'] = [];
  const played = scenes({ now, images: await readImages(radiographs) });
  for (const [place, sent] of played.sent.entries()) {
    const file = join(
      sent.clinic,
      `${String(place + 1).padStart(3, '0')}-${sent.person.key}-${sent.name}.${sent.extension}`,
    );
    const made = await sent.bytes();
    const { bytes, thinLine } = sent.isThin ? await overThinLine(made) : { bytes: made };
    await mkdir(join(folder, sent.clinic), { recursive: true });
    await writeFile(join(folder, file), bytes);
    files.push({
      file,
      clinic: sent.clinic,
      kind: sent.extension === 'dcm' ? 'image' : 'record',
      sha256: createHash('sha256').update(bytes).digest('hex'),
      patient: fullName(sent.person),
      person: sent.person.key,
      name: sent.name,
      minutesBefore: sent.minutesBefore,
      ...(thinLine ? { thinLine } : {}),
      ...(sent.isUrgent ? { urgent: true } : {}),
      ...(sent.isLate ? { late: true } : {}),
    });
  }
  const day: Day = {
    endsAt: now.toISOString(),
    files,
    physicians: PHYSICIANS,
    unacknowledged: UNACKNOWLEDGED,
    absence: {
      ...{ clinic: ABSENT.clinic, physician: ABSENT.physician, toldBy: ABSENT.toldBy },
      ...{ person: ABSENT.patient, patient: fullName(personByKey(ABSENT.patient)) },
    },
    calls: callsOfTheDay(now),
    deadLinks: played.deadLinks.map(({ before, ...dead }) => ({ ...dead, before: files[before]?.file ?? '' })),
  };
  await writeFile(index, `${JSON.stringify(day, null, 1)}\n`);
  return day;
}
