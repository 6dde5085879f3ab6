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
