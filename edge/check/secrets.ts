import { stat } from 'node:fs/promises';
import type { EdgeSettings } from '../../schemas/edge.ts';
import type { CheckLine } from './line.ts';

/** Files whose content opens something, by the key of `edge.yaml` that names them. */
function secretsOf(settings: EdgeSettings): readonly (readonly [key: string, path: string])[] {
  const { region, key, mllp, dicom, page, pacs, connector } = settings;
  const all: (readonly [string, string | undefined])[] = [
    ['region.key', region.key],
    ['region.tokenFile', region.tokenFile],
    ['key.file', key && 'file' in key ? key.file : undefined],
    ['mllp.tls.key', mllp?.tls?.key],
    ['dicom.tls.key', dicom?.tls?.key],
    ['page.tls.key', page?.tls?.key],
    ['pacs.peer.tls.key', pacs?.peer.tls?.key],
    ...(dicom?.peers ?? []).map(({ aeTitle, tls }) => [`dicom.peers ${aeTitle} tls.key`, tls?.key] as const),
    ['pacs.stow.tls.key', pacs?.stow?.tls?.key],
    ['pacs.stow.passwordFile', pacs?.stow?.passwordFile],
    ['connector.mllp.tls.key', connector?.mllp?.tls?.key],
    ['connector.signsAs.key', connector?.signsAs?.key],
    ['connector.fhir.tokenFile', connector?.fhir?.tokenFile],
  ];
  return all.filter((one): one is readonly [string, string] => one[1] !== undefined);
}

/** Whether anyone but the owner can read the keys. On Windows permissions are another thing and are not looked at. */
export async function checkSecrets(settings: EdgeSettings): Promise<readonly CheckLine[]> {
  const looked = await Promise.all(secretsOf(settings).map(([key, path]) => checkSecret(key, path)));
  if (settings.key !== undefined) return looked;
  const found = 'nothing is encrypted on the disk: who takes the disk has the patients';
  return [...looked, { id: 'key', state: 'warn', found, whatToDo: 'Give "key.file" (oka edge init makes one).' }];
}

async function checkSecret(key: string, path: string): Promise<CheckLine> {
  const id = `secret ${key}`;
  const facts = await stat(path).catch((cause: NodeJS.ErrnoException) => cause.code);
  if (typeof facts !== 'object')
    return { id, state: 'fail', found: `${path}: ${facts}`, whatToDo: `Correct "${key}", or put the file there.` };
  const open = facts.mode & 0o077;
  if (process.platform !== 'win32' && open !== 0)
    return {
      id,
      state: 'fail',
      found: `${path} can be read by others (mode ${(facts.mode & 0o777).toString(8)})`,
      whatToDo: `chmod 600 ${path}; if others have been on this machine, make a new one.`,
    };
  return { id, state: 'ok', found: `${path}: for its owner alone` };
}
