import { join } from 'node:path';
import { makeMllpClient } from '../edge/mllp/client.ts';
import type { TraceAnswer } from '../schemas/api/answers.ts';
import type { Day, DayFile } from '../schemas/day.ts';
import { absentDoctor, sentenceOfAbsence, sentenceOfAlarm } from './day/absent-doctor.ts';
import { deadLink, sentenceOfDeadLink } from './day/dead-link.ts';
import { followDay, type NameOf } from './day/follow.ts';
import { openDayHooks } from './day/hooks.ts';
import { type Interruptions, interruptionsOf, sentenceOf } from './day/interruptions.ts';
import { openDay, playDay } from './day/play.ts';
import { redClinics } from './day/red.ts';
import { rowOf } from './day/rows.ts';
import { filmsOf, namesAt } from './day/sent-names.ts';
import { shapedLine } from './day/shaped-line.ts';
import { shownWords } from './day/shown.ts';
import { silenceOf } from './day/silence.ts';
import { table } from './day/table.ts';
import { PAGE_USER } from './edge/doors.ts';
import { type EdgePorts, startEdgeProcess } from './edge/process.ts';
import type { Applied } from './ehr/apply.ts';
import { type Physician, startPhysicians } from './ehr/physicians.ts';
import { startEhr } from './ehr/process.ts';
import { type SmartEhrs, takeSmartPort } from './ehr/smart/server.ts';
import { startGateway, type TakenNotice } from './gateway/gateway.ts';
import type { AddressesOf } from './keys.ts';
import { prepareRegion } from './prepare.ts';
import { startLocalRegion } from './region.ts';
import type { LocalSettings } from './settings.ts';
import { takeSignInPort } from './sign-in/provider.ts';
import { sqsClient } from './template/create.ts';

export type Running = {
  readonly apiUrl: string;
  /** The physician's page. */
  readonly deskUrl: string;
  /** Pages of the record systems, each with a link to the desk at every patient. */
  readonly ehrPages: readonly string[];
  /** Who may sign in there: all invented. */
  readonly people: readonly { readonly id: string; readonly name: string }[];
  /** The open doors of the clinic that has an edge of its own here, for people to read. */
  readonly doors: string;
  /** Plays the sample day and prints its table; false when an input has not ended or was refused at the door. */
  readonly playDay: () => Promise<boolean>;
  /** What record systems were told on the day when physicians opened and signed; undefined before it was played. */
  readonly interruptions: () => Interruptions | undefined;
  /** Under which name the region has each file of the day. */
  readonly names: () => Promise<NameOf>;
  readonly stop: () => Promise<void>;
};

/** The clinic whose messages and films go through its edge, as all would outside of a demonstration. */
const EDGE_CLINIC = 'district';
/** So long its record system says nothing, as one does that hangs: when results come thick, after the dead link. */
export const EHR_SILENT = { silentFrom: 10, silentMs: 4000 };
/** A demo physician looks at a critical result after this long. */
const LOOKS_AFTER_SECONDS = 3;

/**
 * The region, the record systems and the physicians of the sample day on this machine.
 * `say` gets each line that a person is to read.
 */
export async function startDemonstration(settings: LocalSettings, say: (line: string) => void): Promise<Running> {
  const { dataFolder, ports, dueSeconds, edgePorts = { mllp: 0, dicom: 0, page: 0 } } = settings;
  const { signIn: { port: signInPort, lifeSeconds } = { port: 0, lifeSeconds: 3600 } } = settings;
  const began = Date.now();
  const lap = (what: string): void => say(`${((Date.now() - began) / 1000).toFixed(1).padStart(6)} s  ${what}`);

  const hooks = await openDayHooks();
  let interruptions: Interruptions | undefined;
  const signIn = await takeSignInPort(signInPort);
  const smart = await takeSmartPort(settings.ehrPort ?? 0);
  let onTaken: (notice: TakenNotice) => void = () => undefined;
  const gateway = await startGateway(dataFolder, { onTaken: (notice) => onTaken(notice) });
  const { region, keys, outdir } = await prepareRegion(dataFolder, undefined, addressesOf(hooks, smart), {
    signIn: signIn.settings,
    gateway: { url: gateway.url, timeoutSeconds: 8 },
    // A free port is known only when the region stands; then messages and cards say the way in words.
    ...(ports.http === 0 ? {} : { desk: `http://127.0.0.1:${ports.http}/desk` }),
  });
  lap('keys made, template synthesized');
  const local = await startLocalRegion({ dataFolder, ports, outdir, dueSeconds });
  lap(`S3 ${local.urls.s3}, SQS ${local.urls.sqs}, DynamoDB ${local.urls.dynamodb}, API ${local.apiUrl}`);

  lap(`mail and SMS go to a stand-in of the network’s gateway: ${join(dataFolder, 'gateway', 'messages.jsonl')}`);

  const deskUrl = `${local.apiUrl}/desk`;
  signIn.open({ keys, region, lifeSeconds }, [deskUrl]);
  smart.open({ dataFolder, region, deskUrl });

  const dayFolder = join(dataFolder, 'day');
  const day = await openDay(dayFolder);
  const sqs = sqsClient(local.urls.sqs);
  const acknowledgementsUrl = local.environment.OKA_QUEUE_ACKNOWLEDGEMENTS ?? '';
  // Their results are not taken note of in the record system: by nobody, or by whoever is asked in the doctor's place.
  const silent = new Set([
    ...day.files.filter(({ person }) => day.unacknowledged.includes(person)).map(({ patient }) => patient),
    ...(day.absence ? [day.absence.patient] : []),
  ]);
  const physicianOf = (applied: Applied): Physician | undefined =>
    applied.severity === 'critical' && applied.state === 'current' && !silent.has(applied.patient.name)
      ? day.physicians.find(({ clinic }) => clinic === applied.clinic)
      : undefined;
  const physicians = startPhysicians({
    keys,
    sqs,
    acknowledgementsUrl,
    acknowledges(applied) {
      const physician = physicianOf(applied);
      return physician && { physician, afterSeconds: LOOKS_AFTER_SECONDS };
    },
  });
  const absent = absentDoctor({ day, region, apiUrl: local.apiUrl, keys, acknowledge: physicians.acknowledge });
  onTaken = absent.onTaken;
  const queues = JSON.parse(local.environment.OKA_EHR_QUEUES ?? '{}') as Record<string, string>;
  const edgeEhr = region.clinics.find(({ id }) => id === EDGE_CLINIC)?.ehr ?? '';
  const ehr = await startEhr({
    dataFolder,
    region,
    apiUrl: local.apiUrl,
    sqsUrl: local.urls.sqs,
    queues,
    acknowledgementsUrl,
    // The clinic with an edge: its record system gets HL7 from the edge's connector, the other one reads its queue itself.
    hl7: { [edgeEhr]: { clinic: EDGE_CLINIC, port: 0, ...EHR_SILENT } },
    onApplied(applied) {
      physicians.onApplied(applied);
      lap(`→ ${applied.ehr}  ${applied.patient.name}: ${applied.words.en} (v${applied.version})`);
    },
  });
  // The region as that edge reaches it: over a line that can die.
  const line = await shapedLine({ to: Number(new URL(local.apiUrl).port) });
  const edge = await startEdgeProcess({
    dataFolder,
    region,
    clinic: EDGE_CLINIC,
    apiUrl: `http://127.0.0.1:${line.port}`,
    ports: edgePorts,
    connector: {
      ehr: edgeEhr,
      queue: queues[edgeEhr] ?? '',
      acknowledgements: acknowledgementsUrl,
      port: ehr.ports()[edgeEhr] ?? 0,
    },
  });
  const doors = doorsOf(edge.ports);
  lap(`the edge of the clinic “${EDGE_CLINIC}”: ${doors}`);
  const mllp = makeMllpClient({ host: '127.0.0.1', port: edge.ports.mllp ?? 0 });
  const dicom = { aeTitle: 'OKA', host: '127.0.0.1', port: edge.ports.dicom ?? 0, callingAe: 'SAMPLE-DX' };
  const films = await filmsOf(dayFolder, day.files, EDGE_CLINIC);
  const names = async (): Promise<NameOf> => namesAt(films, await edge.look());

  return {
    apiUrl: local.apiUrl,
    deskUrl,
    ehrPages: region.ehrs.map(({ id }) => smart.pageOf(id)),
    people: region.people.map(({ id, name }) => ({ id, name })),
    doors,
    async playDay() {
      lap(
        `the clinics send ${day.files.length} inputs of ${new Set(day.files.map(({ person }) => person)).size} patients`,
      );
      await absent.tell();
      const dead = day.deadLinks
        .filter(({ clinic }) => clinic === EDGE_CLINIC)
        .map((link) => deadLink({ link, line, look: edge.look }));
      const play = {
        folder: dayFolder,
        apiUrl: local.apiUrl,
        keys,
        doors: { clinic: EDGE_CLINIC, mllp, dicom },
        onSending(file: DayFile) {
          for (const one of dead) one.onSending(file);
        },
      };
      const refused = await playDay({ ...play, files: day.files.filter(({ late }) => !late) });
      // Hours later is when the line is back and all that waited has arrived.
      const over = await Promise.all(dead.map((one) => one.ended()));
      for (const [file, refusal] of await playDay({ ...play, files: day.files.filter(({ late }) => late) }))
        refused.set(file, refusal);
      for (const [file, refusal] of refused) lap(`refused at the door: ${file.file}: ${refusal.message}`);
      lap('all sent; waiting for every end and every deadline');
      // Physicians open the charts when everything has been heard, while the last deadlines still run.
      let opened: ReturnType<typeof hooks.play> | undefined;
      const open = () => (opened ??= hooks.play(day, { apiUrl: local.apiUrl, keys }));
      const traces = await followDay({
        files: day.files,
        apiUrl: local.apiUrl,
        keys,
        names,
        // A failure is met below, where the same promise is awaited.
        onEnded: (ended, of) => void (ended === of && open().catch(() => undefined)),
      });
      interruptions = interruptionsOf(await open());
      const shown = await shownWords(
        dataFolder,
        region.ehrs.map(({ id }) => id),
      );
      say(`\n${table(day.files.map((file) => rowOf(file, traces.get(file), shown)))}`);
      say(sentenceOf(interruptions));
      for (const ended of over) if (ended) say(sentenceOfDeadLink(ended.dead, ended.after, films));
      say(await silenceOf(dataFolder, EDGE_CLINIC));
      for (const line of criticalLines(day, traces)) say(line);
      for (const line of await redClinics(region, local.apiUrl, keys)) say(line);
      const whole = refused.size === 0 && day.files.every((file) => traces.get(file)?.end !== undefined);
      lap(summaryOf(day.files, traces, whole));
      return whole;
    },
    interruptions: () => interruptions,
    names,
    async stop() {
      mllp.close();
      await hooks.stop();
      await absent.stop();
      await signIn.stop();
      await smart.stop();
      await edge.stop();
      await line.close();
      await physicians.stop();
      await ehr.stop();
      await local.stop();
      await gateway.stop();
      sqs.destroy();
    },
  };
}

/** What became of the absent doctor's patient, and of those whose result nobody answers. */
function criticalLines(day: Day, traces: ReadonlyMap<DayFile, TraceAnswer>): string[] {
  const criticalOf = (person: string) =>
    day.files
      .filter((file) => file.person === person)
      .flatMap((file) => traces.get(file)?.deliveries ?? [])
      .find(({ severity, level }) => severity === 'critical' || level !== undefined);
  const nameOf = (person: string): string => day.files.find((file) => file.person === person)?.patient ?? person;
  const { absence } = day;
  return [
    ...(absence ? [sentenceOfAbsence(absence.patient, absence.physician, criticalOf(absence.person))] : []),
    ...day.unacknowledged.flatMap((person) => {
      const delivery = criticalOf(person);
      return delivery ? [sentenceOfAlarm(nameOf(person), delivery)] : [];
    }),
  ];
}

/** Where a record system's FHIR servers stand: of the day's hook calls, and of the launch of the desk. */
const addressesOf =
  (hooks: Awaited<ReturnType<typeof openDayHooks>>, smart: SmartEhrs): AddressesOf =>
  (ehr) => ({ fhirServers: [...hooks.addressesOf(ehr).fhirServers, smart.fhirOf(ehr)], origins: [smart.url] });

function doorsOf({ mllp, dicom, page }: EdgePorts): string {
  return [
    ...(mllp === undefined ? [] : [`HL7 127.0.0.1:${mllp}`]),
    ...(dicom === undefined ? [] : [`DICOM OKA@127.0.0.1:${dicom}`]),
    ...(page === undefined ? [] : [`page http://127.0.0.1:${page} (${PAGE_USER.name}, ${PAGE_USER.password})`]),
  ].join(' · ');
}

function summaryOf(files: readonly DayFile[], traces: ReadonlyMap<DayFile, TraceAnswer>, whole: boolean): string {
  const counts = new Map<string, number>();
  for (const file of files) {
    const state = traces.get(file)?.end?.state ?? 'without an end';
    counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  const list = [...counts].map(([state, count]) => `${count} ${state}`).join(', ');
  return `${files.length} inputs: ${list}. ${whole ? 'Nothing is missing.' : 'SOMETHING IS MISSING.'}`;
}
