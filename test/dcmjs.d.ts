/** The part of dcmjs (no types of its own) that a test compares our dictionary with. */
declare module 'dcmjs' {
  const dcmjs: { data: { datasetToBuffer(dataset: Record<string, unknown>): Uint8Array } };
  export default dcmjs;
}
