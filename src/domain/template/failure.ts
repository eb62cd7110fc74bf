/** Thrown inside this folder only; `at` is an offset in the source. */
export class TemplateFailure extends Error {
  override readonly name = 'TemplateFailure';
  readonly at: number;

  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

/** What a function says about its arguments; the evaluator adds the place. */
export class CallFailure extends Error {
  override readonly name = 'CallFailure';
}
