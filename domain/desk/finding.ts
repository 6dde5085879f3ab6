import type { z } from 'zod';
import type { DeskFinding, DeskImage } from '../../schemas/api/desk-result.ts';
import type { ModelManifest } from '../../schemas/manifest.ts';
import type { Basis, Bilingual, Finding, Result } from '../../schemas/result.ts';
import { FINDING_WORDS } from '../../schemas/words.ts';
import { reasonWords } from '../recognition/words.ts';
import { modelCard } from './model-card.ts';

const BASIS: Readonly<Record<z.infer<typeof Basis>, Bilingual>> = {
  whole: { en: 'From the whole image', ru: 'По полному снимку' },
  preview: {
    en: 'From the first bytes of the image; the whole follows',
    ru: 'По уменьшенному снимку; полный снимок ещё передаётся',
  },
};

/** A finding in words, with the card of the very version of the model that says it; without one where it is not installed. */
export function deskFinding(finding: Finding, manifest: ModelManifest | undefined): DeskFinding {
  const { label, state, basis, incomplete, side, probability, thresholds } = finding;
  return {
    title: label.title,
    state,
    stateInWords: FINDING_WORDS[state],
    ...(state === 'not-assessed' ? { reason: reasonWords(finding.reason) } : {}),
    basis,
    basisInWords: BASIS[basis],
    ...(incomplete ? { incomplete } : {}),
    ...(side ? { side } : {}),
    // Outside its use a model has no value, whatever it computed (contract 8).
    ...(state === 'not-assessed' || probability === undefined ? {} : { probability }),
    ...(thresholds ? { thresholds: { ...thresholds, inWords: thresholdWords(thresholds) } } : {}),
    ...(manifest ? { card: modelCard(manifest, finding) } : {}),
  };
}

function thresholdWords({ present, absent }: NonNullable<Finding['thresholds']>): Bilingual {
  const ru = (value: number): string => String(value).replace('.', ',');
  return {
    en: `"${FINDING_WORDS.present.en}" from ${present} on; "no signs above the threshold" below ${absent}; between them: indeterminate.`,
    ru: `«${FINDING_WORDS.present.ru}» – от ${ru(present)}; «признаков выше порога нет» – ниже ${ru(absent)}; между ними – не определено.`,
  };
}

/** Which image a result speaks of, and under which paths of the API its small pictures lie. */
export function deskImage(
  { content }: Pick<Result, 'content'>,
  paths: { readonly preview: (studyUid: string) => string; readonly binary: (key: string) => string },
): DeskImage | undefined {
  if (content.kind === 'advice') return undefined;
  const { study } = content;
  const about = {
    studyInstanceUid: study.studyInstanceUid,
    ...(study.accession ? { accession: study.accession } : {}),
    preview: paths.preview(study.studyInstanceUid),
  };
  if (content.kind === 'device-finding')
    return { ...about, ...(content.instances[0] ? { sopInstanceUid: content.instances[0] } : {}) };
  const { instance, derived } = content;
  return { ...about, ...instance, ...(derived.heatMap ? { heatMap: paths.binary(derived.heatMap) } : {}) };
}
