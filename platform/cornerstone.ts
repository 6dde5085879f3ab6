/** The part of the @cornerstonejs codecs' Embind interface that Oka calls; the packages carry no types of their own. */
export type CornerstoneDecoder = {
  /** Memory of the codec, of this length, to write the code stream into. */
  getEncodedBuffer(length: number): Uint8Array;
  decode(): void;
  getFrameInfo(): { width: number; height: number; bitsPerSample: number; componentCount: number; isSigned?: boolean };
  /** A view of the codec's heap: valid until the next call. */
  getDecodedBuffer(): Uint8Array;
  /** Of JPEG-LS: 0 planes, 1 lines, 2 samples. */
  getInterleaveMode?(): number;
  delete(): void;
};
export type CornerstoneModule = Readonly<Record<string, unknown>>;
export type CornerstoneFactory = (options?: Readonly<Record<string, unknown>>) => Promise<CornerstoneModule>;
