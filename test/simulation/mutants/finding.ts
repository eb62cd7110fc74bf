/** How a mutant was found. */
export interface Finding {
  /** Such as `seed 17`. */
  readonly where: string;
  readonly predicate: string;
  readonly message: string;
}
