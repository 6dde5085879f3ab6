import openjph from '@cornerstonejs/codec-openjph/wasmjs';
import type { Htj2k } from '../domain/imaging/htj2k.ts';
import { htj2kOf } from '../domain/imaging/openjph.ts';
import type { CornerstoneModule } from './cornerstone.ts';

let started: Promise<CornerstoneModule> | undefined;

/** HTJ2K of this process; a module that failed once is not used again, as `loadCodecs` does. */
export async function loadHtj2k(): Promise<Htj2k> {
  started ??= openjph({ print: () => {}, printErr: () => {} });
  return htj2kOf(await started, () => {
    started = undefined;
  });
}
