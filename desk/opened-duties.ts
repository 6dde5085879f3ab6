// One file of code for the lists of those who keep the clinic running.
export { default as Duty } from './duty/page.tsx';
export { default as Followups } from './followups/page.tsx';
export { default as Reconcile } from './reconcile/page.tsx';
