/** A token, or a way to get one: asked again once the last one no longer opens a session. */
export type TokenOption = string | (() => string | Promise<string>);

/** Keeps the token that is in use; undefined where the daemon asks for none. */
export class TokenSource {
  private readonly ask: (() => string | Promise<string>) | null;
  private kept: string | undefined;
  /** Given while another was in use, and not accepted yet: if it is refused, that one is good. */
  private tried: string | undefined;
  /** Whether the token that was given out last was an old one. */
  private wasKept = false;

  constructor(source: TokenOption | undefined) {
    this.ask = typeof source === 'function' ? source : null;
    this.kept = typeof source === 'function' ? undefined : source;
  }

  /** Immediate where nobody needs to be asked, so that most connections cost no promise. */
  get(): string | undefined | Promise<string> {
    const known = this.tried ?? this.kept;
    this.wasKept = known !== undefined;
    return this.wasKept || this.ask === null ? known : this.renew(this.ask);
  }

  /** Whether there may be another token than `used`, which was refused. */
  canReplace(used: string | undefined): boolean {
    if (this.tried !== undefined) return true;
    if (this.kept !== undefined && this.kept !== used) return true;
    return this.ask !== null && this.wasKept;
  }

  /** Whether `used` was only tried: a token before it may still be good. */
  isTried(used: string | undefined): boolean {
    return used !== undefined && this.tried === used;
  }

  /** Tries another token from now on, until it is accepted or forgotten. */
  replace(token: string): void {
    this.tried = token;
  }

  accept(token: string): void {
    if (!this.isTried(token)) return;
    this.kept = token;
    this.tried = undefined;
  }

  /** Asks for another one while this one is good; null where nobody can be asked for it. */
  async another(): Promise<string | null> {
    const token = (await this.ask?.()) ?? null;
    return token === this.kept || token === this.tried ? null : token;
  }

  /** This token no longer opens a session. */
  forget(used: string | undefined): void {
    if (this.isTried(used)) this.tried = undefined;
    else if (this.ask !== null && this.kept === used) this.kept = undefined;
  }

  private async renew(ask: () => string | Promise<string>): Promise<string> {
    const token = await ask();
    this.kept = token;
    return token;
  }
}
