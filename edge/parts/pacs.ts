import { readFile } from 'node:fs/promises';
import type { PacsSettings } from '../../schemas/edge/pacs.ts';
import type { EdgeSettings } from '../../schemas/edge.ts';
import { cStore } from '../pacs/c-store.ts';
import { startPacs } from '../pacs/pacs.ts';
import type { Send } from '../pacs/send.ts';
import { stow } from '../pacs/stow.ts';
import { askRegion, wayTo } from '../region/region.ts';
import { callerTlsOf } from '../settings/tls.ts';
import { dicomPeerOf } from './dicom-peers.ts';
import { ehrToken } from './ehr-token.ts';
import type { Part } from './part.ts';
import { folderOf, type Shared } from './shared.ts';

const MIB = 1024 * 1024;

/** Findings into the clinic's PACS; the connector hands them on. */
export async function startPacsPart(shared: Shared): Promise<Part> {
  const { settings, key, notes, live } = shared;
  const { data, region, pacs: own, dicom } = settings;
  if (own === undefined) throw new Error('there is no pacs');
  const { send, close } = await senderTo(own, dicom);
  const link = askRegion(await wayTo(region));
  const pacs = await startPacs({
    folder: folderOf(data, 'pacs'),
    region: { ask: link.ask, token: ehrToken(shared) },
    send,
    maxObjectBytes: own.maxObjectMib * MIB,
    again: shared.again,
    key,
    onEvent: (event) => notes.event('pacs', event),
  });
  live.pacs = pacs;
  return {
    async stop() {
      live.pacs = undefined;
      await pacs.stop();
      link.close();
      close();
    },
    state: pacs.state,
  };
}

type Sender = { readonly send: Send; readonly close: () => void };

async function senderTo(own: PacsSettings, dicom: EdgeSettings['dicom']): Promise<Sender> {
  const { stow: web } = own;
  if (web === undefined) return { send: cStore(await dicomPeerOf(dicom, own.peer)), close: () => undefined };
  const password = web.passwordFile && (await readFile(web.passwordFile, 'utf8')).split('\n')[0];
  const send = stow({
    url: web.url,
    ...(web.user === undefined ? {} : { credentials: `${web.user}:${password ?? ''}` }),
    ...(web.tls ? { tls: await callerTlsOf(web.tls) } : {}),
  });
  return { send, close: send.close };
}
