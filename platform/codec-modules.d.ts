declare module '@cornerstonejs/codec-charls/decodewasmjs' {
  const factory: import('./cornerstone.ts').CornerstoneFactory;
  export default factory;
}
declare module '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs' {
  const factory: import('./cornerstone.ts').CornerstoneFactory;
  export default factory;
}
declare module '@cornerstonejs/codec-openjpeg/decodewasmjs' {
  const factory: import('./cornerstone.ts').CornerstoneFactory;
  export default factory;
}
declare module '@cornerstonejs/codec-openjph/wasmjs' {
  const factory: import('./cornerstone.ts').CornerstoneFactory;
  export default factory;
}
declare module 'jpeg-lossless-decoder-js' {
  export class Decoder {
    /** Frame header of the last image decoded. */
    readonly frame: { dimX: number; dimY: number; numComp: number; precision: number };
    decode(buffer: ArrayBuffer, offset: number, length: number): Uint8Array | Uint16Array;
  }
}
