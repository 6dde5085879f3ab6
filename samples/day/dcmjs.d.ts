/** The part of dcmjs (no types of its own) that writes the sample films. */
declare module 'dcmjs' {
  const dcmjs: { data: { datasetToBuffer(dataset: Record<string, unknown>): Uint8Array } };
  export default dcmjs;
}
