/** What an operator should know of the opening of a database, as one sentence. */
export interface Notice {
  readonly level: 'info' | 'warn';
  readonly text: string;
}

export type Tell = (notice: Notice) => void;
