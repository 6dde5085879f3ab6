import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Source } from '../../edge/source.ts';
import { makeUplink } from '../../edge/uplink.ts';
import type { Applied } from '../../local/ehr/apply.ts';
import { startEhr } from '../../local/ehr/process.ts';
import type { FhirPatient } from '../../local/ehr/smart/patients.ts';
import { takeSmartPort } from '../../local/ehr/smart/server.ts';
import { type Party, tokenFor } from '../../local/keys.ts';
import { prepareRegion } from '../../local/prepare.ts';
import { startLocalRegion } from '../../local/region.ts';
import { takeSignInPort } from '../../local/sign-in/provider.ts';
import type { InputKind } from '../../schemas/input.ts';
import { sha256Hex } from '../sha256.ts';

export type DeskWorld = Awaited<ReturnType<typeof openDeskWorld>>;

/** Sends what a clinic's systems send, as its edge does; resolved means accepted (contract 5). */
export type Send = (clinic: string, kind: InputKind, bytes: Uint8Array) => Promise<void>;

/**
 * The region as `npm start` runs it, with its record systems, on free ports and data of its own; nobody in it acknowledges
 * by himself, so that what is acknowledged was acknowledged on a page.
 */
export async function openDeskWorld() {
  const dataFolder = mkdtempSync(join(tmpdir(), 'oka-desk-'));
  const stops: (() => unknown)[] = [() => rmSync(dataFolder, { recursive: true, force: true })];
  const stop = async (): Promise<void> => {
    for (let last = stops.pop(); last; last = stops.pop()) await last();
  };
  try {
    return await opened(dataFolder, stops, stop);
  } catch (cause) {
    await stop();
    throw cause;
  }
}

async function opened(dataFolder: string, stops: (() => unknown)[], stop: () => Promise<void>) {
  const signIn = await takeSignInPort(0);
  stops.push(() => signIn.stop());
  const smart = await takeSmartPort(0);
  stops.push(() => smart.stop());
  const { region, keys, outdir } = await prepareRegion(
    dataFolder,
    undefined,
    (ehr) => ({ fhirServers: [smart.fhirOf(ehr)], origins: [smart.url] }),
    { signIn: signIn.settings },
  );
  const ports = { http: 0, s3: 0, sqs: 0, dynamodb: 0 };
  const local = await startLocalRegion({ dataFolder, outdir, ports, quiet: true, dueSeconds: 2 });
  stops.push(() => local.stop());
  const desks = [`${local.apiUrl}/desk`];
  signIn.open({ keys, region }, desks);
  const otherwise = new Map<string, Partial<FhirPatient>>();
  smart.open({
    ...{ dataFolder, region, deskUrl: desks[0] ?? '' },
    alter: (patient) => ({ ...patient, ...otherwise.get(patient.id) }),
  });
  const applied: Applied[] = [];
  const heard = new Set<() => void>();
  const ehr = await startEhr({
    dataFolder,
    region,
    apiUrl: local.apiUrl,
    sqsUrl: local.urls.sqs,
    queues: JSON.parse(local.environment.OKA_EHR_QUEUES ?? '{}') as Record<string, string>,
    acknowledgementsUrl: local.environment.OKA_QUEUE_ACKNOWLEDGEMENTS ?? '',
    onApplied(one) {
      applied.push(one);
      for (const tell of heard) tell();
    },
  });
  stops.push(() => ehr.stop());
  const uplinks = new Map<string, ReturnType<typeof makeUplink>>();
  const uplinkOf = (clinic: string) => {
    const known = uplinks.get(clinic);
    if (known) return known;
    const made = makeUplink({ url: local.apiUrl, token: () => tokenFor(keys, { kind: 'edge', clinic }) });
    uplinks.set(clinic, made);
    return made;
  };
  return {
    dataFolder,
    url: local.apiUrl,
    /** People may sign in at this address of the desk, too: that of a line to the region. */
    alsoAt(url: string): void {
      desks.push(`${url}/desk`);
      signIn.open({ keys, region }, desks);
    },
    /** Where a record system launches the desk for a patient; what it says of him there may be something else. */
    launchOf(ehr: string, record: string, says: Partial<FhirPatient> = {}): string {
      otherwise.set(record, says);
      return `${smart.url}/${ehr}/launch?patient=${record}`;
    },
    local,
    region,
    keys,
    send: async (clinic: string, kind: InputKind, bytes: Uint8Array): Promise<void> => {
      await uplinkOf(clinic).send(sourceOf(kind, bytes));
    },
    ask: async (path: string, party: Party, init: RequestInit = {}): Promise<Response> =>
      fetch(new URL(path, local.apiUrl), {
        ...init,
        headers: { ...init.headers, authorization: `Bearer ${await tokenFor(keys, party)}` },
      }),
    /** The first result that a record system has applied and that is as asked for. @throws when none comes in a minute */
    applied: (isIt: (one: Applied) => boolean): Promise<Applied> =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => end(reject, new Error('no such result came in a minute')), 60_000);
        const look = (): void => {
          const found = applied.find(isIt);
          if (found) end(resolve, found);
        };
        const end = <T>(settle: (value: T) => void, value: T): void => {
          clearTimeout(timer);
          heard.delete(look);
          settle(value);
        };
        heard.add(look);
        look();
      }),
    stop,
  };
}

const sourceOf = (kind: InputKind, bytes: Uint8Array): Source => ({
  kind,
  sha256: sha256Hex(bytes),
  length: bytes.length,
  read: async (from, to) => bytes.subarray(from, to),
});
