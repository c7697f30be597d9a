import type { Notice } from '../notice.ts';
import { StoreError, type StoreErrorCode } from '../store-error.ts';

/** What goes between the main thread and a database thread. One batch is under way at a time. */

/** Methods of the port as they are inside a thread: nothing to wait for. */
export type InThread<Methods> = {
  readonly [Name in keyof Methods]: Methods[Name] extends (
    ...parameters: infer Parameters
  ) => Promise<infer Value>
    ? (...parameters: Parameters) => Value
    : never;
};

export interface Call {
  readonly method: string;
  readonly parameters: readonly unknown[];
}

/** A `StoreError` as it crosses threads; structured clone would lose its fields. */
export interface Fault {
  readonly code: StoreErrorCode;
  readonly message: string;
  readonly hint: string;
  /** The stack of what was behind it, for the log. */
  readonly origin: string | undefined;
}

export type Reply =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly fault: Fault };

export interface BatchAnswer {
  /** In the order of the calls. */
  readonly replies: readonly Reply[];
  /** How long the commit took; 0 where there was none. */
  readonly commitMs: number;
}

/** Null asks the thread to finish. */
export type ToThread = readonly Call[] | null;

export type FromThread =
  | { readonly kind: 'told'; readonly notice: Notice }
  | { readonly kind: 'ready'; readonly epoch: string }
  | { readonly kind: 'failed'; readonly fault: Fault }
  | { readonly kind: 'answered'; readonly answer: BatchAnswer };

export function toFault({ code, message, hint, cause }: StoreError): Fault {
  return { code, message, hint, origin: cause instanceof Error ? cause.stack : undefined };
}

export function fromFault({ code, message, hint, origin }: Fault): StoreError {
  return new StoreError(code, message, hint, origin);
}
