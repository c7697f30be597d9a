import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { pinned } from '../pinned.ts';
import type { Failed } from './serve-orders.ts';

interface Tagged {
  readonly kind: string;
}

/** A load generator in a process of its own on core 1, which is told what to do over IPC. */
export class GeneratorProcess<Order extends Tagged, Report extends Tagged> {
  private readonly child: ChildProcess;

  /** `script` is a file of this folder. */
  constructor(script: string) {
    const path = join(import.meta.dirname, script);
    const [command = process.execPath, ...args] = pinned(1, [process.execPath, path]);
    this.child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  }

  ask<Kind extends Report['kind']>(
    order: Order,
    kind: Kind,
  ): Promise<Extract<Report, { readonly kind: Kind }>> {
    const answer = this.next(kind);
    this.child.send(order);
    return answer;
  }

  /** The next report of this kind. */
  next<Kind extends Report['kind']>(kind: Kind): Promise<Extract<Report, { readonly kind: Kind }>> {
    return new Promise((resolve, reject) => {
      const onExit = (code: number | null, signal: string | null) =>
        reject(new Error(`the generator ended: ${signal ?? code}`));
      const onMessage = (report: Report | Failed) => {
        if (report.kind === 'failed') reject(new Error((report as Failed).text));
        if (report.kind !== kind) return;
        this.child.off('message', onMessage);
        this.child.off('exit', onExit);
        resolve(report as Extract<Report, { readonly kind: Kind }>);
      };
      this.child.on('message', onMessage);
      this.child.once('exit', onExit);
    });
  }

  close(): void {
    this.child.disconnect();
  }
}
