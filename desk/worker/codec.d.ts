/// <reference path="../../platform/codec-modules.d.ts" />

/** Where the decoder's WebAssembly lies, beside the script: esbuild's loader `file`. */
declare module '@cornerstonejs/codec-openjph/wasm' {
  const address: string;
  export default address;
}
