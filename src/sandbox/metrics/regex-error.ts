/** The pattern is not RE2, or asks for more than we grant. */
export class RegexError extends Error {
  override readonly name = 'RegexError';
}

export const regexError = (why: string): RegexError => new RegexError(`error parsing regexp: ${why}`);
