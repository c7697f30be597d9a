import { type ApiClient, type ApiOptions, createApiClient } from './api/api-client.ts';
import type { Client } from './client.ts';
import type { ClientOptions } from './client-options.ts';
import type { Environment } from './environment.ts';
import { ReconnectingClient } from './reconnecting-client.ts';
import { type Admin, adminClient } from './roles/admin.ts';
import { type Driver, driverClient } from './roles/driver.ts';
import { type Rider, riderClient } from './roles/rider.ts';

/** Each throws `invalid_url` when the address is none. */
interface Door {
  /** Connects at once, and again whenever the connection is lost. */
  connect(options: ClientOptions): Client;
  connectAdmin(options: ClientOptions): Admin;
  connectDriver(options: ClientOptions): Driver;
  connectRider(options: ClientOptions): Rider;
  /** The HTTP API of the daemon. */
  apiClient(options: ApiOptions): ApiClient;
}

/** The library as one environment offers it. */
export function createDoor(environment: Environment): Door {
  const connect = (options: ClientOptions) => new ReconnectingClient(options, environment);
  return {
    connect,
    connectAdmin: (options) => adminClient(connect(options), options),
    connectDriver: (options) => driverClient(connect(options), options),
    connectRider: (options) => riderClient(connect(options), options),
    apiClient: (options) => createApiClient(options, environment.exchange),
  };
}
