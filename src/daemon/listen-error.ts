/** The daemon could not take its address; `hint` says what to do. */
export class ListenError extends Error {
  readonly hint: string;

  constructor(message: string, hint: string, cause: unknown) {
    super(message, { cause });
    this.name = 'ListenError';
    this.hint = hint;
  }
}

export function listenError(error: Error, host: string, port: number): ListenError {
  const place = `port ${port} on ${host}`;
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return new ListenError(
        `${place} is taken`,
        'stop the program that uses it, or choose another with --port (0: any free one)',
        error,
      );
    case 'EACCES':
      return new ListenError(`${place} is not permitted`, 'use a port from 1024 on', error);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new ListenError(
        `${host} is no address of this machine`,
        'use 127.0.0.1, or 0.0.0.0 for every address',
        error,
      );
    default:
      return new ListenError(`${place}: ${error.message}`, 'see --host and --port', error);
  }
}
