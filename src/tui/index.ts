export { canShowScreen } from './monitor-options.ts';
export { runMonitor } from './run.ts';
