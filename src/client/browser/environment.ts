import type { Environment } from '../environment.ts';
import { fetchExchange } from './fetch-exchange.ts';
import { onPageWake } from './page-wake.ts';
import { openWebSocket } from './web-socket.ts';

export const browserEnvironment: Environment = {
  openSocket: openWebSocket,
  exchange: fetchExchange,
  watchNetwork: onPageWake,
};
