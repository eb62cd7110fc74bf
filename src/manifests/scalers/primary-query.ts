const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * The query by which a trigger scales the primary: the one given for that trigger, or the target's with its name
 * replaced by the primary's, wherever it stands as a whole name: `podinfo` and `podinfo-canary` become
 * `podinfo-primary`, while `podinfo_requests_total` and `my-podinfo` are other names. Undefined: nothing changes.
 */
export const primaryQuery = (
  target: string,
  query: unknown,
  {
    given,
    trigger,
  }: { readonly given: Readonly<Record<string, string>> | undefined; readonly trigger: string },
): string | undefined => {
  if (given !== undefined) return given[trigger];
  if (typeof query !== 'string') return undefined;
  const name = new RegExp(`(?<![\\w-])${escaped(target)}(-canary|-primary)?(?!\\w)`, 'g');
  return query.replace(name, `${target}-primary`);
};
