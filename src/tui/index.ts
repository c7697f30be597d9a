export type { ExitReason, MonitorMode, MonitorOptions } from './monitor-options.ts';
export { canShowScreen } from './monitor-options.ts';
export { runMonitor } from './run.ts';
