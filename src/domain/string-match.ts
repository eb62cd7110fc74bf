import type { Fields } from './fields.ts';

const FORMS = ['exact', 'prefix', 'regex'] as const;

/** At most one form, and a string in it; without any form only presence is asked for. */
export const checkStringMatch = (match: Fields, allowed: readonly string[] = FORMS): void => {
  const forms = allowed.filter((form) => match.has(form));
  if (forms.length > 1)
    match.issue(
      '',
      `must have only one of ${allowed.slice(0, -1).join(', ')} and ${allowed.at(-1) ?? ''}, got ${forms.join(' and ')}`,
    );
  for (const form of forms) match.string(form);
};

/** So that RE2 takes each character as it stands. */
export const escapeRegex = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
