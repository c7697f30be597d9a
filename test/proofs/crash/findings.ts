/**
 * `lost`: was acknowledged or stored, and is not there or was never shown. `repeated`: happened or
 * was shown twice. `illegal`: a step or a state that the rules do not have. `half`: a command of
 * which only a part is stored. `wrong`: anything else that is not as it was told.
 */
export type FindingKind = 'lost' | 'repeated' | 'illegal' | 'half' | 'wrong';

interface Finding {
  readonly kind: FindingKind;
  readonly sentence: string;
  readonly story: readonly string[];
}

/** What the verdict has against a run. */
export class Findings {
  readonly all: Finding[] = [];

  add(kind: FindingKind, sentence: string, story: readonly string[] = []): void {
    this.all.push({ kind, sentence, story });
  }

  count(kind: FindingKind): number {
    return this.all.filter((finding) => finding.kind === kind).length;
  }
}
