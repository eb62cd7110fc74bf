export class RegexError extends Error {
  override readonly name = 'RegexError';
}

/** Compiles an RE2 pattern that must match the whole text; `.` also matches a line break, as in Prometheus 3. */
export const compileRegex = (pattern: string): RegExp => {
  try {
    return new RegExp(`^(?:${pattern})$`, 'su');
  } catch (thrown) {
    throw new RegexError(`error parsing regexp: ${String(thrown)}`);
  }
};
