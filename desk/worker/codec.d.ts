declare module '@cornerstonejs/codec-openjph/wasmjs' {
  const factory: (options: Readonly<Record<string, unknown>>) => Promise<Readonly<Record<string, unknown>>>;
  export default factory;
}
