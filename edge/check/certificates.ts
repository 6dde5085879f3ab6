import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { EdgeSettings } from '../../schemas/edge.ts';
import type { CheckLine } from './line.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const SOON_DAYS = 30;

type Named = { readonly id: string; readonly cert: string; readonly key?: string | undefined };

/** Certificates that `edge.yaml` names, ours and those of authorities. */
function certificatesOf({ region, mllp, dicom, page, pacs, connector }: EdgeSettings): readonly Named[] {
  const all: (readonly [
    string,
    { cert?: string | undefined; key?: string | undefined; ca?: string | undefined } | undefined,
  ])[] = [
    ['mllp', mllp?.tls],
    ['dicom', dicom?.tls],
    ['page', page?.tls],
    ['pacs', pacs?.peer.tls],
    ['pacs.stow', pacs?.stow?.tls],
    ...(dicom?.peers ?? []).map(({ aeTitle, tls }) => [`dicom.peers ${aeTitle}`, tls] as const),
    ['connector', connector?.mllp?.tls],
    ['region', { ca: region.ca }],
  ];
  return all.flatMap(([part, tls]) => [
    ...(tls?.cert === undefined ? [] : [{ id: `certificate ${part}`, cert: tls.cert, key: tls.key }]),
    ...(tls?.ca === undefined ? [] : [{ id: `authority ${part}`, cert: tls.ca }]),
  ]);
}

/** Until when each certificate is good, and whether its key is its own. */
export const checkCertificates = (settings: EdgeSettings, now: Date): Promise<readonly CheckLine[]> =>
  Promise.all(
    certificatesOf(settings).map(async ({ id, cert, key }): Promise<CheckLine> => {
      try {
        const certificate = new X509Certificate(await readFile(cert));
        if (key !== undefined && !certificate.checkPrivateKey(createPrivateKey(await readFile(key))))
          return {
            id,
            state: 'fail',
            found: `${key} is not the key of ${cert}`,
            whatToDo: 'Name the pair that belongs together.',
          };
        return expiry(id, new Date(certificate.validTo), now);
      } catch (cause) {
        const why = (cause as NodeJS.ErrnoException).code ?? 'no PEM';
        return {
          id,
          state: 'fail',
          found: `${cert} cannot be read (${why})`,
          whatToDo: 'Correct the path, or the file.',
        };
      }
    }),
  );

/** A certificate by the days that it is still good for. */
export function expiry(id: string, until: Date, now: Date): CheckLine {
  const days = Math.floor((until.getTime() - now.getTime()) / DAY_MS);
  const found = `good until ${until.toISOString().slice(0, 10)}`;
  const figures = { days };
  if (days < 0)
    return {
      id,
      state: 'fail',
      found: `expired on ${until.toISOString().slice(0, 10)}`,
      figures,
      whatToDo: 'Renew it; until then the other side may refuse us.',
    };
  if (days < SOON_DAYS)
    return { id, state: 'warn', found: `${found}: ${days} days`, figures, whatToDo: 'Renew it now.' };
  return { id, state: 'ok', found, figures };
}
