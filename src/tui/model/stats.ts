import type { StatsView } from '../../protocol/index.ts';
import { recordRates } from './history.ts';
import type { Model } from './model.ts';

export function withStats(model: Model, stats: StatsView, atMs: number): Model {
  const { in_per_s: inPerS, out_per_s: outPerS } = stats.messages;
  const history = recordRates(model.history, atMs, { inPerS, outPerS });
  return { ...model, stats, statsAtMs: atMs, daemonTimeMs: stats.at, history };
}
