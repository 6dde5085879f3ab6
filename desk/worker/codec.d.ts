declare module '@cornerstonejs/codec-openjph/wasmjs' {
  const factory: (options: Readonly<Record<string, unknown>>) => Promise<Readonly<Record<string, unknown>>>;
  export default factory;
}
/** Where the decoder's WebAssembly lies, beside the script: esbuild's loader `file`. */
declare module '@cornerstonejs/codec-openjph/wasm' {
  const address: string;
  export default address;
}
