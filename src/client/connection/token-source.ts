/** A token, or a way to get one: asked again once the last one no longer opens a session. */
export type TokenOption = string | (() => string | Promise<string>);

/** Keeps the token that is in use; undefined where the daemon asks for none. */
export class TokenSource {
  private source: TokenOption | undefined;
  private kept: string | undefined;
  private isKept = false;

  constructor(source: TokenOption | undefined) {
    this.source = source;
  }

  /** Immediate where nobody needs to be asked, so that most connections cost no promise. */
  get(): string | undefined | Promise<string> {
    if (typeof this.source !== 'function') return this.source;
    this.isKept = this.kept !== undefined;
    return this.kept ?? this.ask(this.source);
  }

  /** Whether the refused token was an old one, so that asking for another may help. */
  get canRenew(): boolean {
    return typeof this.source === 'function' && this.isKept;
  }

  replace(token: string): void {
    if (typeof this.source === 'function') this.kept = token;
    else this.source = token;
  }

  /** The token no longer opens a session. */
  forget(): void {
    this.kept = undefined;
  }

  private async ask(source: () => string | Promise<string>): Promise<string> {
    const token = await source();
    this.kept = token;
    return token;
  }
}
