import type { KubeObject } from '../api/objects.ts';
import type { ObjectList } from './cluster.ts';

/**
 * All pages of a list. Any error throws the whole away: what a part of a list lacks must not pass for deleted.
 * The version is that of the first page, at which the server reads all the others.
 */
export const collect = async (
  readPage: (page: { continue?: string }) => Promise<ObjectList>,
): Promise<{ items: readonly KubeObject[]; resourceVersion: string }> => {
  const first = await readPage({});
  const items = [...first.items];
  for (let next = first.continue; next !== undefined; ) {
    const page = await readPage({ continue: next });
    items.push(...page.items);
    next = page.continue;
  }
  return { items, resourceVersion: first.resourceVersion };
};
