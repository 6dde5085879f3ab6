// One file of code for the pages of a patient, which are opened one after the other.
export { default as Chart } from './chart/page.tsx';
export { default as Document } from './documents/page.tsx';
export { default as Result } from './result/page.tsx';
export { default as Trace } from './trace/page.tsx';
