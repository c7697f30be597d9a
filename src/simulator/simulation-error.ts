export type SimulationErrorCode = 'daemon_not_started' | 'daemon_died';

/** Why a run cannot go on. `message` is one line; `hint` says what to do. */
export class SimulationError extends Error {
  override readonly name = 'SimulationError';
  readonly code: SimulationErrorCode;
  readonly hint: string;

  constructor(code: SimulationErrorCode, message: string, hint: string) {
    super(message);
    this.code = code;
    this.hint = hint;
  }
}
