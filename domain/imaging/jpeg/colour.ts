const APP0 = 0xe0;
const APP14 = 0xee;
const SOF_FIRST = 0xc0;
const SOS = 0xda;

/** Adobe's segment with transform 0: the components are what they are (ITU-T T.872 §6.5.3). */
const NO_TRANSFORM = Uint8Array.from([0xff, APP14, 0, 14, 65, 100, 111, 98, 101, 0, 100, 0, 0, 0, 0, 0]);

/**
 * A baseline JPEG that says nothing of its colours is taken for YCbCr by every decoder. DICOM says it in the Photometric
 * Interpretation (PS3.5 §8.2.1): where that is RGB and the JPEG has neither a JFIF nor an Adobe segment nor chroma of
 * another size, the code stream is told so.
 */
export function withColourMark(bytes: Uint8Array, photometric: string): Uint8Array {
  if (photometric !== 'RGB' || saysColour(bytes)) return bytes;
  const out = new Uint8Array(bytes.length + NO_TRANSFORM.length);
  out.set(bytes.subarray(0, 2));
  out.set(NO_TRANSFORM, 2);
  out.set(bytes.subarray(2), 2 + NO_TRANSFORM.length);
  return out;
}

function saysColour(bytes: Uint8Array): boolean {
  for (let at = 2; at + 4 <= bytes.length; ) {
    const marker = bytes[at + 1] as number;
    if (marker === APP0 || marker === APP14 || marker === SOS || bytes[at] !== 0xff) return true;
    if (marker >= SOF_FIRST && marker <= SOF_FIRST + 2) return isSubsampled(bytes, at);
    at += 2 + (((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number));
  }
  return true;
}

const isSubsampled = (bytes: Uint8Array, frame: number): boolean =>
  [1, 2].some((component) => bytes[frame + 11 + 3 * component] !== bytes[frame + 11]);
